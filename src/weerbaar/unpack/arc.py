"""The ARC headers of a message as records (RFC 8617 section 4): who says to have sealed it, and what he says to have found."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from weerbaar.model.part import Authentication, Seal
from weerbaar.unpack.link import unicode_host

Results = Callable[[str], Iterator[Authentication]]


def tags(value: str) -> dict[str, str]:
    """The tag list of a DKIM or ARC header (RFC 6376 section 3.2), white space removed."""
    found = (tag.partition("=") for tag in value.split(";") if "=" in tag)
    return {name.strip(): "".join(content.split()) for name, _, content in found}


def seals(headers: Mapping[str, Sequence[str]], results: Results) -> tuple[Seal, ...]:
    """The sets of headers (lower-case name -> values), the latest first. Whether they hold is for others to say."""
    keys: dict[int, list[str]] = {}
    domains: dict[int, str] = {}
    found: dict[int, tuple[Authentication, ...]] = {}
    for name in ("arc-seal", "arc-message-signature"):
        for value in headers.get(name, ()):
            written = tags(value)
            instance = _instance(written.get("i", ""))
            keys.setdefault(instance, []).append(f"{written.get('s', '')}._domainkey.{written.get('d', '')}".lower())
            if name == "arc-seal":
                domains[instance] = unicode_host(written.get("d", ""))
    for value in headers.get("arc-authentication-results", ()):
        first, _, rest = value.partition(";")
        found[_instance(first.partition("=")[2])] = tuple(results(rest.strip()))
    return tuple(Seal(i, domains[i], tuple(keys[i]), found.get(i, ())) for i in sorted(domains, reverse=True))


def _instance(value: str) -> int:
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0
