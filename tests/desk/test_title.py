"""What a doubt is called: the subject of its mail or its first words, with the name of its file beside it."""

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk.cases.about import PAGE, About
from weerbaar.desk.cases.erase import erase
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.title import LONGEST, one_line, title
from weerbaar.model.part import Mail, Parts, Text, TextKind


def parts(*, subject: str | None = None, texts: tuple[tuple[TextKind, str], ...] = ()) -> Parts:
    mails = () if subject is None else (Mail("mail", None, subject),)
    return Parts((*mails, *(Text("text", words, kind) for kind, words in texts)))


@pytest.mark.parametrize(
    ("made", "called"),
    [
        (parts(subject="levering donderdag", texts=((TextKind.MAIL, "Dag Tom"),)), "levering donderdag"),
        (parts(subject="Re:\n  factuur\t2026", texts=()), "Re: factuur 2026"),
        (parts(subject="", texts=((TextKind.MAIL, "Dag Tom, tot donderdag"),)), "Dag Tom, tot donderdag"),
        (parts(subject=" -- ", texts=((TextKind.MAIL, "Dag Tom"),)), "Dag Tom"),  # says nothing
        (parts(texts=((TextKind.NOTE, "Klopt dit?"), (TextKind.CHAT, "Hoi mam"))), "Hoi mam"),  # not what the bringer wrote
        (parts(texts=((TextKind.PICTURE, "..."),)), ""),
        (parts(), ""),
    ],
)
def test_the_subject_comes_first_then_the_first_words(made: Parts, called: str) -> None:
    assert title(made) == called


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("factuur\u202efdp.exe", "factuurfdp.exe"),  # turns its direction
        ("pay\u200bpal", "paypal"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("x" * 500, "x" * (LONGEST - 1) + "…"),
        ("\ud800", ""),
    ],
)
def test_a_line_shows_what_it_says(written: str, line: str) -> None:
    assert one_line(written) == line


def test_a_file_is_named_beside_its_title() -> None:
    about = About("bericht.eml", "", "", PAGE, "levering donderdag")
    assert (about.called, about.file) == ("levering donderdag", "bericht.eml")
    assert (About("Levering", "", "", PAGE, "levering").file, About("x.pdf", "", "", PAGE).called) == ("", "x.pdf")
    before_there_were_titles = {
        name: value for name, value in About("x.pdf", "", "", PAGE).as_json().items() if name != "title"
    }
    assert About.of_json(before_there_were_titles) == About("x.pdf", "", "", PAGE)


def test_pages_show_the_subject_and_the_file_second(desk: Desk) -> None:
    case = desk.looked_at("nadia")
    assert b"dringend" not in bytes(case.sealed_about)
    for who, page in (
        ("nadia", "/doubts/"),
        ("nadia", "/doubts/?q=dringend"),
        ("ines", "/team/?show=all"),
        ("ines", "/team/?q=dringend"),
    ):
        shown = desk.browser(who).get(page).content.decode()
        assert shown.index("dringend en vertrouwelijk") < shown.index("bericht.eml"), page
    for who, page in (("nadia", f"/doubts/{case.ref}/"), ("ines", f"/team/doubts/{case.ref}/")):
        shown = desk.browser(who).get(page).content.decode()
        assert "<h1>dringend en vertrouwelijk</h1>" in shown, page
        assert "bericht.eml" in shown, page
    for who, page in (("ines", f"/team/doubts/{case.ref}/siblings/"), ("nadia", "/me/data/")):
        assert "dringend en vertrouwelijk" in desk.browser(who).get(page).content.decode(), page
    waits = desk.brings("nadia", HONEST)  # not looked at yet
    assert "bericht.eml" in desk.browser("nadia").get(f"/doubts/{waits.ref}/").content.decode()
    ruth = desk.browser("ruth").get("/team/?show=all").content.decode()
    assert "dringend" not in ruth


def test_an_erased_doubt_has_no_title(desk: Desk) -> None:
    case = desk.looked_at("nadia", FRAUD)
    assert Case.objects.get().about.called == "dringend en vertrouwelijk"
    erase(case, actor=None, why="asked")
    assert Case.objects.get().about.called == ""
