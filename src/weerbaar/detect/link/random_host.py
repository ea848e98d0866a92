"""A link leads to a domain whose name no person would choose: random letters, digits between letters, or a chain of words.

Throw-away domains are made by the hundred, by a program. A firm's name can be said over the telephone.

When it is wrong: abbreviations, and technical addresses of large services; known services are not reported. Weak alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._web import domain_of, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MACHINE = ("mail_services", "file_shares", "redirectors", "free_hosting")
CONSONANTS = re.compile(r"[bcdfghjklmnpqrtvwxz]{6}")
BETWEEN = re.compile(r"[a-z]\d+[a-z]+\d|\d[a-z]+\d+[a-z]")
RARE_PAIR = re.compile(
    r"[bcdfghjklmpqrtvwxz]q|q[^u\W\d]|[jvwxz][fkpqvwxz]|[fgkpqvbd]x|[jqxvz][bcdfghjkmnpqtvwxz]|[cfhgkmpqw]j|[bcfgkmpqtvwx]z[bcdfgkpqtvx]|vw|wv|hx|kx|mx[a-z]|xk|xj|qk|zx|xz"
)


@detector(
    reads=Parts,
    gives={"link.random_host": ("host", "domain")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1568/002/",),
)
def random_host(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.abroad:
        domain = domain_of(link)
        if not looks_random(domain.partition(".")[0]) or is_trusted_place(link) or any(listed(link, name) for name in MACHINE):
            continue
        yield Finding("link.random_host", link.where, {"host": link.host[:120], "domain": domain})
        return


@lru_cache(maxsize=16384)
def looks_random(label: str) -> bool:
    """Whether the first label of a domain looks made by a program."""
    if len(label) > 40 or label.count("-") >= 4:
        return True
    if not label.isascii() or label.startswith("xn--") or len(label) < 5:
        return False
    plain = label.replace("-", "")
    letters = [c for c in plain if c.isalpha()]
    if len(plain) - len(letters) >= 5 and letters:
        return True
    if BETWEEN.search(plain) or CONSONANTS.search(plain):
        return True
    odd = len(RARE_PAIR.findall(plain))
    vowels = sum(c in "aeiouy" for c in letters)
    if len(letters) >= 10 and vowels / len(letters) < 0.11:
        return True
    return odd >= 2 and len(letters) >= 6
