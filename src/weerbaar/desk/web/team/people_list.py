"""People from a list as spreadsheets write it (CSV, RFC 4180): read, judged line by line, added.

    address,name,role,language
    nadia@firm.example,Nadia Peeters,reporter,nl

The first line may name the columns in any order, in our four languages; without it they stand as above. Comma, semicolon or tab.
"""

import csv
import io
import json
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.known import check, known
from weerbaar.desk.accounts.models import LANGUAGES, Membership, Organisation, Role, User
from weerbaar.desk.accounts.people import admit
from weerbaar.desk.trail import record
from weerbaar.model.errors import BrokenOrganisation

MOST_BYTES = 512 * 1024
MOST_LINES = 2000
COLUMNS = ("address", "name", "role", "language")
NAMED = {
    "address": "address", "email": "address", "e-mail": "address", "mail": "address", "adres": "address", "adresse": "address",
    "name": "name", "naam": "name", "nom": "name", "role": "role", "rol": "role", "rôle": "role", "rolle": "role",
    "language": "language", "taal": "language", "langue": "language", "sprache": "language",
}  # fmt: skip
ADDRESS = re.compile(r"[^\s@\"'<>,;]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it says, whether they are here already, and what is wrong with it ("" when nothing is)."""

    number: int
    address: str
    name: str
    role: str
    language: str
    known: bool = False
    wrong: str = ""


def rows(text: str, organisation: Organisation) -> list[Row]:
    """Every line that says something, judged."""
    if len(text) > MOST_BYTES:
        return [Row(1, "", "", "", "", wrong=_("This list is too long. Bring it in parts."))]
    sample = text[:2000]
    delimiter = max(",;\t", key=sample.count)
    try:
        lines = [
            (number, [cell.strip() for cell in cells])
            for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error:
        return [Row(1, "", "", "", "", wrong=_("This is no list we can read. Save it as CSV."))]
    if len(lines) > MOST_LINES:
        return [Row(1, "", "", "", "", wrong=_("This list is too long. Bring it in parts."))]
    head = [NAMED.get(cell.lower()) for cell in lines[0][1]] if lines else []
    columns = head if "address" in head else list(COLUMNS)
    here = set(Membership.objects.filter(organisation=organisation).values_list("user__email", flat=True))
    elsewhere = set(User.objects.values_list("email", flat=True)) - here
    seen: set[str] = set()
    made = []
    for number, cells in lines[1:] if "address" in head else lines:
        said = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        row = _row(number, said, organisation, here, elsewhere, seen)
        seen.add(row.address)
        made.append(row)
    return made


@transaction.atomic
def add(chosen: list[Row], by: Membership) -> int:
    """Make accounts and memberships, and tell the organisation file who works here; how many.

    They sign in with a code that is sent to their address, or with the organisation's own sign-in; roles beyond reporter set up a second
    step at their first visit.
    """
    for row in chosen:
        user = admit(row.address, row.name, row.language)
        Membership.objects.create(user=user, organisation=by.organisation, role=row.role)
        record("joined", organisation=by.organisation_id, actor=by.user_id, about=f"user:{user.pk}", facts={"role": row.role})
    _make_known(chosen, by.organisation)
    return len(chosen)


def _row(
    number: int, said: dict[str, str], organisation: Organisation, here: set[str], elsewhere: set[str], seen: set[str]
) -> Row:
    address, role = said.get("address", "").lower()[:254], said.get("role", "").lower() or Role.REPORTER.value
    roles = {label.lower(): value for value, label in ((one.value, str(one.label)) for one in Role)} | {
        one: one for one in Role.values
    }
    language = said.get("language", "").lower()[:2] or next(iter(organisation.languages), "en")
    wrong = ""
    if not ADDRESS.fullmatch(address):
        wrong = _("“%(said)s” is no mail address.") % {"said": address[:60]}
    elif address in seen:
        wrong = _("This address stands in the list twice.")
    elif role not in roles:
        wrong = _("“%(said)s” is no role. Roles are: %(roles)s.") % {"said": role[:40], "roles": ", ".join(Role.values)}
    elif language not in dict(LANGUAGES):
        wrong = _("“%(said)s” is no language of the desk: nl, fr, de, en.") % {"said": language}
    elif address in elsewhere:
        wrong = _("This address has an account in another organisation. Invite it instead.")
    return Row(number, address, said.get("name", "")[:150], roles.get(role, ""), language, address in here, wrong)


def _make_known(chosen: list[Row], organisation: Organisation) -> None:
    """Add people to the organisation file, each as a table of its own at its end."""
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = {person.address for person in known(kept).people}
    tables = [
        f"\n[[people]]\nname = {json.dumps(row.name, ensure_ascii=False)}\naddress = {json.dumps(row.address)}\n"
        for row in chosen
        if row.name and row.address not in there
    ]
    made = kept.description.rstrip("\n") + "\n" + "".join(tables) if tables else kept.description
    try:
        check(made)
    except BrokenOrganisation:
        return  # a file that ends in the middle of a table of another kind stays as it is
    kept.describe(made)
    kept.save(update_fields=("sealed_description",))
