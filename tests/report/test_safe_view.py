import re
import shutil
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from tests.organisation import BAKERY
from tests.report.payloads import SHOWN, payloads
from tests.report.test_defang import links_in

from weerbaar.look import look
from weerbaar.model.item import Item
from weerbaar.report.safe_view import Branch, View, policy, safe_view
from weerbaar.report.shown_html import SIZES, STYLES, TAGS, shown_html
from weerbaar.report.small_picture import Pictures, again
from weerbaar.report.words import words
from weerbaar.settings import Settings

WORDS = words("en")["view"]
SAMPLES = Path(__file__).parents[1] / "samples"
EXAMPLES = Path(__file__).parents[2] / "examples"


def mail_of(html: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Factuur"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message.set_content(html, subtype="html")
    return message


def view_of(html: str, **headers: str) -> View:
    return safe_view(look(Item("mail.eml", mail_of(html, **headers).as_bytes()), BAKERY, language="en"), "en")


def body_of(view: View) -> str:
    return view.document.partition("<body>")[2]


def text_of(view: View) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", body_of(view)).split())


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#c02020").save(written, kind)
    return written.getvalue()


OURS = {"mark", "sup", "span", "img", "p", "section", "div", "h2"}


def unsafe(fragment: str) -> list[str]:
    """Whatever in a piece of HTML is neither harmless nor ours, as another parser than the sanitiser's reads it."""
    wrong = []
    tree = LexborHTMLParser(f"<body>{fragment}")
    for node in tree.body.traverse() if tree.body else ():
        for name, value in node.attributes.items():
            ours = (node.tag, name) in {
                ("mark", "class"),
                ("mark", "title"),
                ("span", "class"),
                ("div", "class"),
                ("p", "class"),
                ("img", "class"),
                ("img", "alt"),
            }
            own_picture = (node.tag, name) == ("img", "src") and re.fullmatch(
                r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+", value or ""
            )
            if not (
                ours
                or own_picture
                or (name in {*SIZES, "style"} and not re.search(r"url|\\|expression|@|var\(|image-set", value or ""))
            ):
                wrong.append(f"{node.tag} {name}={value}")
        if node.tag not in TAGS | OURS | {"body"}:
            wrong.append(str(node.tag))
    return wrong


# --- what is shown ------------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_with_its_real_target_and_leads_nowhere() -> None:
    view = view_of(
        '<p>Pay at <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbad.example%2Fpay">mybank.example</a></p>'
    )
    assert 'mybank.example<span class="ours">leads to hxxps[:]//bad[.]example/pay' in body_of(view)
    assert "href" not in body_of(view)


@pytest.mark.parametrize(
    "hiding",
    [
        "display:none",
        "visibility:hidden",
        "font-size:0",
        "color:#ffffff",
        "opacity:0",
        "max-height:0;overflow:hidden",
        "text-indent:-999px",
    ],
)
def test_hidden_text_is_shown_as_hidden(hiding: str) -> None:
    shown = body_of(view_of(f'<p>Good day</p><div style="{hiding}">ask for the blue folder</div>'))
    assert '<span class="hidden"><span class="ours">hidden</span>ask for the blue folder</span>' in shown
    assert "font-size:0" not in shown and "display" not in shown and "opacity" not in shown


def test_text_hidden_by_a_style_sheet_is_shown_as_hidden() -> None:
    assert 'class="hidden"' in body_of(
        view_of("<style>.x{display:none}</style><p>Good day</p><p class=x>words for filters</p>")
    )


def test_honest_text_is_not_called_hidden() -> None:
    assert 'class="hidden"' not in body_of(
        view_of('<p style="color:#333">Good day</p><td style="background:#205090;color:#fff">Order</td>')
    )


def test_letters_on_a_picture_that_is_left_out_can_still_be_read() -> None:
    shown = body_of(
        view_of('<table background="https://b.example/x.png"><tr><td style="color:#fff">Spring is here</td></tr></table>')
    )
    assert '<span class="plain">Spring is here</span>' in shown


def test_light_letters_on_a_dark_ground_stay() -> None:
    assert 'class="plain"' not in body_of(
        view_of('<table bgcolor="#002050"><tr><td style="color:#fff">Order shipped</td></tr></table>')
    )


def test_pictures_elsewhere_are_told_and_not_loaded() -> None:
    shown = body_of(view_of('<img src="https://track.bad.example/p.gif?u=1" alt="Logo">'))
    assert "Logo (picture not loaded, it stands at track[.]bad[.]example)" in shown and "<img" not in shown


def test_a_form_is_told_in_words() -> None:
    shown = text_of(
        view_of(
            '<form action="https://bad.example/x"><input type=password placeholder="Your password"><input type=hidden value=q><button>Go</button></form>'
        )
    )
    assert "field (password): Your password" in shown and "leads to hxxps[:]//bad[.]example/x" in shown and "Go" in shown


def test_an_inline_picture_is_written_anew() -> None:
    message = mail_of('<p>See <img src="cid:logo@b" alt="our logo"></p>')
    original = picture("JPEG")
    message.add_related(original, maintype="image", subtype="jpeg", cid="<logo@b>")
    shown = body_of(safe_view(look(Item("mail.eml", message.as_bytes()), BAKERY), "en"))
    assert '<img class="picture" alt="our logo" src="data:image/jpeg;base64,' in shown
    assert b64encode(original).decode() not in shown


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture()[:60],
        picture(size=(1, 1)),
    ],
    ids=["svg", "empty", "only a beginning", "cut off", "one pixel"],
)
def test_what_is_no_picture_is_not_shown(data: bytes) -> None:
    assert again(data) == b""
    assert Pictures({}).shown("data:image/png;base64," + b64encode(data).decode()) == ""


def test_what_stands_beside_the_pixels_is_left_behind() -> None:
    written = BytesIO()
    Image.new("RGB", (9, 9)).save(written, "JPEG", comment=b"<script>secret</script>")
    assert b"secret" in written.getvalue() and b"secret" not in again(written.getvalue() + b"<script>secret</script>")


def test_pictures_have_a_budget() -> None:
    pictures = Pictures({"a": picture()})
    assert [bool(pictures.shown("cid:a")) for _ in range(25)] == [True] * 20 + [False] * 5


def test_a_picture_too_large_to_unfold_is_left_out() -> None:
    assert again(picture(size=(5000, 4000))) == b""


def test_what_a_finding_saw_is_marked_across_tags_and_lines() -> None:
    view = view_of(
        "<p>Dear Tom,</p><p>please <b>pay the\n invoice</b> today on IBAN LT60 1010 0123&nbsp;4567 8901 and tell nobody.</p>"
    )
    notes = {note.number: note for note in view.notes}
    marked = [
        (int(number), unescape(re.sub(r"<[^>]+>", "", inner)))
        for inner, number in re.findall(r"<mark [^>]*>(.*?)<sup>(\d+)</sup></mark>", body_of(view), re.S)
    ]
    assert marked
    assert any(notes[number].id.startswith("text.account") and "LT60" in piece for number, piece in marked)
    assert any(notes[number].id.startswith("text.asks") or notes[number].id.startswith("text.") for number, _ in marked)
    assert [note.number for note in view.notes] == list(range(1, len(view.notes) + 1))


def test_headers_are_rows_and_findings_point_to_them() -> None:
    view = view_of("<p>Hello</p>", **{"Reply-To": "els@elsewhere.example", "Subject": "=?utf-8?q?Pay_now?="})
    rows = {row.name: row for row in view.headers}
    assert rows["Reply-To"].value == "els[@]elsewhere[.]example"
    assert [view.notes[n - 1].id for n in rows["Reply-To"].notes] == ["mail.reply_elsewhere"]
    assert rows["Subject"].value == "Pay now"


def test_the_tree_shows_what_stands_inside_what() -> None:
    message = mail_of("<p>See the attachment</p>")
    message.add_attachment(
        (EXAMPLES / "nl" / "qr-fraud-staff-login.png").read_bytes(), maintype="image", subtype="png", filename="code.png"
    )
    view = safe_view(look(Item("mail.eml", message.as_bytes()), BAKERY, language="nl"), "nl")
    parts = list(parts_of(view.tree))
    assert view.tree[0].name == "bericht"
    assert any(part.startswith("png, ") for part in parts) and any(part.startswith("QR") for part in parts)
    assert not [part for part in parts if links_in(part)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ondertekenaar onbekend of certificaat verlopen: Picture Maker (Lens & Co, trainedAlgorithmicMedia)"),
        ("en", "signer unknown or certificate expired: Picture Maker (Lens & Co, trainedAlgorithmicMedia)"),
    ],
)
def test_the_tree_tells_the_chain_of_makers(language: str, said: str) -> None:
    data = (SAMPLES / "provenance" / "made_with_ai" / "speaks-signed.png").read_bytes()
    view = safe_view(look(Item("picture.png", data), BAKERY, language=language), language)
    assert said in parts_of(view.tree)


def parts_of(branches: tuple[Branch, ...]) -> Iterator[str]:
    for branch in branches:
        yield from branch.parts
        yield from parts_of(branch.inner)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    "example", sorted(path for path in EXAMPLES.glob("*/*") if path.suffix != ".toml"), ids=lambda p: p.name
)
def test_every_example_has_a_view(example: Path, language: str) -> None:
    view = safe_view(
        look(Item(example.name, example.read_bytes()), BAKERY, language=language, settings=Settings(ocr=False)), language
    )
    assert f'<html lang="{language}">' in view.document
    assert not unsafe(body_of(view).rpartition("</body>")[0])
    assert len(text_of(view)) > 10 or WORDS["nothing"] in text_of(view) or language != "en"
    assert not [row for row in view.headers if links_in(row.value)]


def test_nothing_to_show_is_said() -> None:
    assert "There is no text to show." in safe_view(look(Item("x", b"")), "en").document


def test_a_forward_shows_what_was_forwarded() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "tom@bakkerijvanhove.example", "Is dit echt?"
    outer.set_content("Wat denk je?")
    outer.add_attachment(mail_of("<p>De <b>winkel</b> is dicht.</p>", Subject="Herinnering"))
    view = safe_view(look(Item("mail.eml", outer.as_bytes()), BAKERY), "nl")
    assert "<p>De <b>winkel</b> is dicht.</p>" in view.document
    assert {row.name: row.value for row in view.headers}["Subject"] == "Herinnering"


def test_a_chat_is_shown_as_text() -> None:
    view = safe_view(look(Item("chat.txt", b"Hi mum, <b>new number</b>. Pay EUR 850 to LT60 1010 0123 4567 8901 today")), "en")
    assert "&lt;b&gt;new number&lt;/b&gt;" in view.document and 'class="seen"' in view.document


# --- what is not --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", payloads("https://bad.example"))
def test_of_an_attack_only_words_are_left(payload: str) -> None:
    assert not unsafe(body_of(view_of(payload)).rpartition("</body>")[0])


TOKENS = st.sampled_from(
    ["<", ">", "</", "/>", '"', "'", "=", " ", "\n", "\x0c", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&#x3c;", "&quot;", "\ue000", "\ue001", "&#xe000;", "x",
     "img", "svg", "math", "style", "script", "noscript", "template", "table", "td", "select", "option", "textarea", "title", "xmp", "iframe", "mglyph",
     "mtext", "annotation-xml", "foreignObject", "desc", "p", "div", "form", "a", "b", "font", "plaintext", "body", "frameset", "base", "meta",
     "src", "href", "xlink:href", "onerror", "onload", "style", "title", "alt", "class", "background", "srcdoc", "formaction", "color", "width",
     "javascript:alert(1)", "https://bad.example/", "url(https://bad.example/)", "display:none", "position:fixed", "background:u\\72l(x)",
     "pay the invoice today"]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=40).map("".join))
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_only_harmless_html_comes_out(source: str) -> None:
    assert not unsafe(shown_html(source, [], Pictures({}), WORDS, {}))


NAMES = st.sampled_from(
    ["color", "background", "width", "position", "font-size", "margin-left", "border", "-moz-binding", "behavior"]
)
VALUES = st.sampled_from(
    [
        "red",
        "url(",
        "//bad.example",
        ")",
        "expression(",
        "\\75rl",
        "1px",
        "-999px",
        "rgb(1,2,3)",
        "/*",
        "*/",
        "!important",
        ";",
        "'",
        '"',
        "0",
    ]
)


@given(st.lists(st.tuples(NAMES, st.lists(VALUES, max_size=5).map(" ".join)), max_size=6))
@settings(deadline=None, max_examples=200)
def test_of_a_style_only_harmless_declarations_are_left(declarations: list[tuple[str, str]]) -> None:
    style = ";".join(f"{name}:{value}" for name, value in declarations)
    shown = shown_html(f'<p style="{escape(style)}">x</p>', [], Pictures({}), WORDS, {})
    for kept in re.findall(r'style="([^"]*)"', shown):
        for declaration in unescape(kept).split(";"):
            name, _, value = declaration.partition(":")
            assert STYLES.fullmatch(name) and not re.search(r"url|expression|\\|//|-\d", value)


def test_a_message_cannot_write_our_signs() -> None:
    shown = shown_html(
        '<p title="\ue0000\ue001">\ue0000\ue001 <a href="https://b.example">x</a></p>', [], Pictures({}), WORDS, {}
    )
    assert shown.count('class="ours"') == 1


def test_a_page_without_end_is_cut_and_says_so() -> None:
    shown = shown_html("<p>word</p>" * 300_000, [], Pictures({}), WORDS, {})
    assert "The rest is not shown: it is too long." in shown and len(shown) < 3_000_000


def test_the_policy_allows_nothing_but_our_style_and_our_pictures() -> None:
    assert re.fullmatch(
        r"default-src 'none'; img-src data:; style-src-elem 'sha256-[\w+/=]{44}'; style-src-attr 'unsafe-inline'; base-uri 'none'; "
        r"form-action 'none'; frame-ancestors 'self'; sandbox",
        policy(),
    )


# --- in a real browser --------------------------------------------------------------------------------------------------------


class Watch(ThreadingHTTPServer):
    """A server on loopback that gives out pages and remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Watch

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        page, rule = self.server.pages.get(self.path, ("", ""))
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if rule:
            self.send_header("Content-Security-Policy", rule)
        self.end_headers()
        self.wfile.write(page.encode("utf-8", "replace"))

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def watch() -> Iterator[Watch]:
    server = Watch()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shown_in_chromium(server: Watch, folder: Path, frames: str = "") -> set[int]:
    """Open every page of a server in a frame of its own; the numbers of the payloads that were noticed."""
    paths = sorted(server.pages)
    server.pages["/"] = ("<!doctype html>" + "".join(f'<iframe {frames} src="{path}"></iframe>' for path in paths), "")
    subprocess.run(
        [str(shutil.which("chromium")), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-dev-shm-usage", f"--user-data-dir={folder}", "--virtual-time-budget=4000", "--dump-dom", f"{server.url}/"],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    assert all(path in server.asked for path in paths)
    return {int(found[1]) for path in server.asked if (found := re.match(r"/noticed/(\d+)", path))}


@pytest.mark.needs("chromium")
def test_no_script_runs_and_no_request_leaves(tmp_path: Path) -> None:
    with watch() as server:
        for number, payload in enumerate(payloads(f"{server.url}/noticed")):
            view = view_of(payload)
            server.pages[f"/view/{number}"] = (view.document, view.policy)
            # The sanitiser must hold without the policy, too.
            bare = re.sub(r"<meta http-equiv[^>]*>", "", view.document)
            server.pages[f"/bare/{number}"] = (bare, "")
        assert shown_in_chromium(server, tmp_path) == set()
        assert {path for path in server.asked if not path.startswith(("/view/", "/bare/"))} <= {"/", "/favicon.ico"}


@pytest.mark.needs("chromium")
def test_the_policy_alone_holds_as_well(tmp_path: Path) -> None:
    with watch() as server:
        for number, payload in enumerate(payloads(f"{server.url}/noticed")):
            server.pages[f"/raw/{number}"] = (f"<!doctype html><body>{payload}", policy())
        noticed = shown_in_chromium(server, tmp_path, "sandbox")
    refreshing = {n for n, payload in enumerate(payloads("")) if "http-equiv=refresh" in payload}
    assert noticed <= refreshing  # no policy forbids a page to send its own frame elsewhere; the sanitiser does


@pytest.mark.needs("chromium")
def test_the_attacks_are_attacks(tmp_path: Path) -> None:
    with watch() as server:
        for number, payload in enumerate(payloads(f"{server.url}/noticed")[:SHOWN]):
            server.pages[f"/raw/{number}"] = (f"<!doctype html><body>{payload}", "")
        noticed = shown_in_chromium(server, tmp_path)
    assert len(noticed) > SHOWN * 0.75
