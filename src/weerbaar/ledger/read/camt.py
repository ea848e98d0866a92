"""Statements of a bank, camt.053 (ISO 20022): who was really paid, and when. Versions .02 to .14; .02 and .08 are held against their schema.

Only booked entries that left the account count; what came in, was sent back or is still expected says nothing about whom one pays. A
payment shows where money went, not that it should have gone there: the facts of a statement are `How.PAID`.
References: ISO 20022 message definition report "Bank-to-Customer Cash Management"; EPC and Febelfin guidelines for camt.053.
"""

import re
from collections.abc import Iterator
from typing import Any

from weerbaar.ledger.read import xml
from weerbaar.ledger.read.pain import NOT_PROVIDED
from weerbaar.ledger.read.reading import MOST_CLAIMS, MOST_UNREAD, Reading, Unread, checked, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim, How

STATEMENTS = re.compile(r"camt\.053\.001\.(?:0[2-9]|1[0-4])")


def read(data: bytes) -> Reading:
    """Every payment out of the statements in a file. Raises `Refused` when it is no camt.053 of a known version."""
    root = xml.parse(data)
    version = xml.version_of(root)
    if not STATEMENTS.fullmatch(version):
        raise Refused("version" if version.startswith("camt.053.") else "kind", version or str(root.tag))
    claims: list[Claim] = []
    unread = checked(root, version)
    for where, entry, details, alone in _payments(root):
        if len(claims) >= MOST_CLAIMS or len(unread) >= MOST_UNREAD:
            unread.append(Unread(where, "too_many"))
            break
        if details is None:
            unread.append(Unread(where, "no_details", xml.text(entry, "Amt")))
            continue
        claim, doubts = claim_of(
            where, _written(entry, details, alone), xml.text(entry, "BookgDt/Dt") or xml.text(entry, "BookgDt/DtTm")
        )
        unread += doubts
        if claim.name or claim.iban:
            claims.append(claim)
        else:
            unread.append(Unread(where, "no_details", claim.amount))
    if not claims:
        unread.append(Unread("file", "nothing"))
    return Reading(version, tuple(claims), tuple(unread), How.PAID)


def _payments(root: Any) -> Iterator[tuple[str, Any, Any, bool]]:
    """Of all that was booked as leaving: where it stands, the entry, a payment in it (None where the bank gives none), whether the only one."""
    number = 0
    for statement in xml.every(root, "BkToCstmrStmt/Stmt"):
        for entry in xml.every(statement, "Ntry"):
            number += 1
            booked = (xml.text(entry, "Sts/Cd") or xml.text(entry, "Sts")) == "BOOK"
            back = xml.text(entry, "RvslInd") in ("true", "1")
            if xml.text(entry, "CdtDbtInd") != "DBIT" or not booked or back:
                continue
            payments = xml.every(entry, "NtryDtls/TxDtls")
            if not payments:
                yield f"entry {number}", entry, None, True
            for place, details in enumerate(payments, 1):
                if not xml.every(details, "RtrInf") and xml.text(details, "CdtDbtInd") != "CRDT":
                    alone = len(payments) == 1
                    yield f"entry {number}" if alone else f"entry {number}.{place}", entry, details, alone


def _written(entry: Any, details: Any, alone: bool) -> dict[str, str]:
    amount = next(
        (found[0] for path in ("AmtDtls/TxAmt/Amt", "Amt", "AmtDtls/InstdAmt/Amt") if (found := xml.every(details, path))), None
    )
    if amount is None and alone:
        amount = next(iter(xml.every(entry, "Amt")), None)
    party = "RltdPties/Cdtr/Pty" if xml.every(details, "RltdPties/Cdtr/Pty") else "RltdPties/Cdtr"
    agent = "RltdAgts/CdtrAgt/FinInstnId"
    return {
        "name": xml.text(details, f"{party}/Nm"),
        "country": xml.text(details, f"{party}/PstlAdr/Ctry"),
        "iban": xml.text(details, "RltdPties/CdtrAcct/Id/IBAN"),
        "bic": xml.text(details, f"{agent}/BICFI") or xml.text(details, f"{agent}/BIC"),
        "amount": "" if amount is None else (amount.text or "").strip(),
        "currency": "" if amount is None else (amount.get("Ccy") or ""),
        "reference": xml.text(details, "RmtInf/Strd/CdtrRefInf/Ref")
        or xml.text(details, "RmtInf/Ustrd")
        or xml.text(details, "Refs/EndToEndId").replace(NOT_PROVIDED, ""),
    }
