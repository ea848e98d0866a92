"""Wrappers, written out one by one, and the ways to write a host."""

import pytest

from weerbaar.model.part import Link, LinkKind
from weerbaar.unpack.link import links_in_text, make_link, redirects_to

TARGET = "https://evil.example/login?a=1"


def link(written: str) -> Link:
    made = make_link(written, LinkKind.ANCHOR, "mail")
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("written", "target", "wrappers"),
    [
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1&data=05%7C01&sdata=x&reserved=0",
            TARGET,
            ("safe links",),
        ),
        (
            "https://urldefense.proofpoint.com/v1/url?u=https://evil.example/login?a=1&k=abc",
            "https://evil.example/login?a=1",
            ("url defense",),
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_login-3Fa-3D1&d=DwMFAg&c=x&r=y&m=z&s=w&e=",
            TARGET,
            ("url defense",),
        ),
        ("https://urldefense.com/v3/__https://evil.example/login?a=1__;!!abc!def$", TARGET, ("url defense",)),
        ("https://urldefense.com/v3/__https://evil.example/login*a=1__;Pw!!abc!def$", TARGET, ("url defense",)),
        ("https://urldefense.com/v3/__https://evil.example/**Bx__;Iz8!!abc$", "https://evil.example/#?x", ("url defense",)),
        ("https://urldefense.us/v2/url?u=https-3A__evil.example_login-3Fa-3D1&d=x", TARGET, ("url defense",)),
        (
            "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.example%2flogin%3fa%3d1&c=E,1,x&typo=1",
            TARGET,
            ("barracuda",),
        ),
        ("https://secure-web.cisco.com/1abcDEF_x/https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1", TARGET, ("cisco",)),
        ("https://protect.checkpoint.com/v2/___https://evil.example/login?a=1___.YXAx", TARGET, ("link scanner",)),
        ("https://url.avanan.click/v2/___https://evil.example/login?a=1___.bXQx", TARGET, ("link scanner",)),
        (
            "https://imsva91-ctp.trendmicro.com/wis/clicktime/v1/query?url=https%3a%2f%2fevil.example%2flogin%3fa%3d1",
            TARGET,
            ("link scanner",),
        ),
        ("https://www.google.com/url?q=https://evil.example/login%3Fa%3D1&sa=D&source=docs", TARGET, ("google",)),
        ("https://www.google.be/url?sa=t&url=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1", TARGET, ("google",)),
        ("https://www.google.com/amp/s/evil.example/login", "https://evil.example/login", ("google",)),
        ("https://www.youtube.com/redirect?event=video&q=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1", TARGET, ("youtube",)),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1&h=AT", TARGET, ("facebook",)),
        (
            "https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1&urlhash=x",
            TARGET,
            ("linkedin",),
        ),
        ("https://www.bing.com/ck/a?!&&p=abc&u=a1aHR0cHM6Ly9ldmlsLmV4YW1wbGUvbG9naW4_YT0x&ntb=1", TARGET, ("bing",)),
        ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1", TARGET, ("duckduckgo",)),
        ("https://slack-redir.net/link?url=https%3A%2F%2Fevil.example%2Flogin%3Fa%3D1", TARGET, ("redirect",)),
        ("https://adclick.g.doubleclick.net/pcs/click?xai=x&adurl=https://evil.example/login%3Fa%3D1", TARGET, ("advert",)),
        ("https://abc.r.eu-west-1.awstrack.me/L0/https:%2F%2Fevil.example%2Flogin%3Fa=1/1/01020/x", TARGET, ("mail service",)),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fevil.example%252Flogin%253Fa%253D1",
            TARGET,
            ("safe links", "google"),
        ),
        ("https://www.google.com/search?q=bakker", "https://www.google.com/search?q=bakker", ()),  # a search, no redirect
        ("https://evilgoogle.com/url?q=https://a.example", "https://evilgoogle.com/url?q=https://a.example", ()),  # not Google
        (
            "https://bakkerijvanhove.example/?url=https://a.example",
            "https://bakkerijvanhove.example/?url=https://a.example",
            (),
        ),
    ],
)
def test_wrapper(written: str, target: str, wrappers: tuple[str, ...]) -> None:
    made = link(written)
    assert (made.target, made.wrappers) == (target, wrappers)
    assert made.written == written


@pytest.mark.parametrize(
    ("written", "host", "domain"),
    [
        ("https://www.bakkerijvanhove.example/x", "www.bakkerijvanhove.example", "bakkerijvanhove.example"),
        ("https://shop.bakker.co.uk", "shop.bakker.co.uk", "bakker.co.uk"),
        ("https://XN--BCKER-GRA.example/", "bäcker.example", "bäcker.example"),
        ("https://bäcker.example/", "bäcker.example", "bäcker.example"),
        ("https://my-bank.example@evil.example/", "evil.example", "evil.example"),
        ("https://evil.example:8443/a", "evil.example", "evil.example"),
        ("https://evil.example./a", "evil.example", "evil.example"),
        ("https:\\\\evil.example\\a", "evil.example", "evil.example"),
        ("https:///evil.example/a", "evil.example", "evil.example"),
        ("https:evil.example/a", "evil.example", "evil.example"),
        ("https://evil.example\\@my-bank.example/", "evil.example", "evil.example"),
        ("ht\ntps://ev\til.example/", "evil.example", "evil.example"),
        ("\x01https://evil.example/", "evil.example", "evil.example"),
        ("http://3221226219/", "192.0.2.235", "192.0.2.235"),
        ("http://0xC0.0x00.0x02.0xEB/", "192.0.2.235", "192.0.2.235"),
        ("http://0300.0000.0002.0353/", "192.0.2.235", "192.0.2.235"),
        ("http://0xC00002EB/", "192.0.2.235", "192.0.2.235"),
        ("http://192.0.747/", "192.0.2.235", "192.0.2.235"),
        ("http://192.0.2.235:8080/", "192.0.2.235", "192.0.2.235"),
        ("http://999.1.2.3/", "999.1.2.3", "999.1.2.3"),
        ("http://[2001:db8::1]/", "2001:db8::1", "2001:db8::1"),
        ("hxxps://evil[.]example/a", "evil.example", "evil.example"),
        ("//evil.example/a", "evil.example", "evil.example"),
        ("https://ｅｖｉｌ.example/", "evil.example", "evil.example"),
        ("https://evil。example/", "evil.example", "evil.example"),
        ("https://ev%69l.example/", "evil.example", "evil.example"),
    ],
)
def test_host(written: str, host: str, domain: str) -> None:
    made = link(written)
    assert (made.host, made.domain) == (host, domain)


@pytest.mark.parametrize("written", ["", "#top", "/pad", "pagina.html", "cid:logo", "about:blank", "https://"])
def test_what_leads_nowhere_is_no_link(written: str) -> None:
    assert make_link(written, LinkKind.ANCHOR, "mail") is None


@pytest.mark.parametrize(
    ("written", "kind", "scheme"),
    [
        ("mailto:Tom@bakkerijvanhove.example?subject=x", LinkKind.MAIL, "mailto"),
        ("tel:+3225550123", LinkKind.PHONE, "tel"),
        (" JaVa\nScript:alert(1)", LinkKind.DATA, "javascript"),
        ("data:text/html;base64,PGI+", LinkKind.DATA, "data"),
        ("search-ms:query=x&crumb=location:\\\\evil.example", LinkKind.ANCHOR, "search-ms"),
    ],
)
def test_other_schemes(written: str, kind: LinkKind, scheme: str) -> None:
    made = link(written)
    assert (made.kind, made.scheme) == (kind, scheme)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Zie https://a.example/b, of www.c.example.", ["https://a.example/b", "http://www.c.example"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("ga naar portaal-bank.nl/login vandaag", ["http://portaal-bank.nl/login"]),
        ("mail tom@a.example of bel", []),
        ("hxxps://evil[.]example/x", ["https://evil.example/x"]),
        ("dubbel https://a.example/ en https://a.example/", ["https://a.example/"]),
    ],
)
def test_links_in_text(text: str, targets: list[str]) -> None:
    assert [made.target for made in links_in_text(text, "mail")] == targets


@pytest.mark.parametrize(
    ("written", "inner"),
    [
        ("https://shop.example/out?url=https%3A%2F%2Fevil.test%2F", "evil.test"),
        ("https://shop.example/out?url=https%3A%2F%2Fevil.example%2F", "evil.example"),
        ("https://shop.example/out?next=//evil.example/x", "evil.example"),
        ("https://shop.example/out?next=https://www.shop.example/x", ""),
    ],
)
def test_an_address_inside_the_query(written: str, inner: str) -> None:
    assert redirects_to(link(written)) == inner
