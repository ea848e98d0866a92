"""May a desk listen along with a call, by the law of a country; and what the person who starts it must have done.

Nothing is recorded here: sound is in memory for seconds and its words for as long as the page is open. Listening by a machine is still
close enough to recording that the stricter rule is kept. Where a country's law asks that everyone agrees, the person says that everyone was
told. A country that is not in this table is not listened in. `sure` is how sure we are of the reading: none of it is legal advice, and a
firm has it read before it switches this on.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """`everyone`: all who take part must know. `sources` names the statutes; `sure` is the mark of domain facts: "K ?" known, to be confirmed."""

    everyone: bool
    sources: tuple[str, ...]
    sure: str = "K ?"


LAWS: Mapping[str, Law] = {
    "BE": Law(
        True, ("Strafwetboek / Code pénal art. 314bis", "wet / loi 13.6.2005 (elektronische communicatie) art. 124, 125")
    ),
    "DE": Law(True, ("§ 201 StGB",)),
    "FR": Law(True, ("Code pénal art. 226-1",)),
    "LU": Law(True, ("loi du 11 août 1982 (vie privée) art. 2",)),
    "AT": Law(True, ("§ 120 StGB",)),
    "NL": Law(False, ("Wetboek van Strafrecht art. 139a, 139c",)),
}
"""Country (ISO 3166-1) -> its law. BE and DE: participant listening is treated strictly there; NL: who takes part may."""


def law_of(country: str) -> Law | None:
    """The law of a country; None where we do not know it, and so do not listen."""
    return LAWS.get(country.strip().upper())
