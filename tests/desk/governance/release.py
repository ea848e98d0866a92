"""Makes release-0.1.sql: a desk as the first tables held it, kept so that every later release can be tried on it.

    python -m tests.desk.governance.release FOLDER > tests/desk/governance/release-0.1.sql

It was made once. A later release adds a file of its own beside it and never changes this one.
"""

import base64
import json
import sqlite3
import sys
from pathlib import Path

KEY = bytes(range(32))
FIRST = {"accounts": "0001_initial", "cases": "0001_initial", "governance": "0002_append_only", "work": "0001_initial"}
MESSAGE = b"Betaal vandaag nog 18.400 euro op BE68 5390 0754 7034. Zeg niets."
NOTE = "Els gebeld: dit is niet van haar."


def main(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "master.key").write_bytes(base64.b64encode(KEY) + b"\n")
    from weerbaar.desk import setup

    setup.configure(home)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from weerbaar.desk import trail, vault
    from weerbaar.desk.cases.about import PAGE, About
    from weerbaar.desk.keys import ring

    executor = MigrationExecutor(connection)
    own = {app for app, _ in executor.loader.graph.nodes if f"weerbaar.desk.{app}" in _apps()}
    targets = [(app, name) for app, name in executor.loader.graph.leaf_nodes() if app not in own] + list(FIRST.items())
    executor.migrate(targets)
    then = executor.loader.project_state(targets).apps
    firm_key, firm_ref = vault.new_key(), "6a1f0c58-8f43-4f8e-9d1e-0d6f7f4f0001"
    firm = then.get_model("accounts.Organisation").objects.create(
        ref=firm_ref, name="Bakkerij Van Hove", slug="bakkerij", languages=["nl"], key=ring().wrap(firm_key, f"organisation:{firm_ref}"),
        sealed_description=vault.seal(firm_key, b'domains = ["bakkerijvanhove.example"]', "description"),
    )  # fmt: skip
    nadia = then.get_model("accounts.User").objects.create(email="nadia@bakkerijvanhove.example", password="!", language="nl")
    ines = then.get_model("accounts.User").objects.create(email="ines@bakkerijvanhove.example", password="!", language="nl")
    for user, role in ((nadia, "reporter"), (ines, "decider")):
        then.get_model("accounts.Membership").objects.create(user=user, organisation=firm, role=role)
    for number, state in enumerate(("received", "answered")):
        ref, key = f"6a1f0c58-8f43-4f8e-9d1e-0d6f7f4f100{number}", vault.new_key()
        case = then.get_model("cases.Case").objects.create(
            ref=ref, organisation=firm, state=state, way="text", arrival=f"web:{number}", reporter=nadia, language="nl", size=len(MESSAGE),
            digest=vault.fingerprint(vault.derive(firm_key, "search"), MESSAGE), key=ring().wrap(key, f"case:{ref}"),
            sealed_about=vault.seal(key, json.dumps(About("sms", nadia.email, "klopt dit?", PAGE).as_json()).encode(), "about"),
            band="fraud" if state == "answered" else "",
        )  # fmt: skip
        then.get_model("cases.Blob").objects.create(
            case=case, purpose="original", sealed=vault.seal(key, MESSAGE, "original"), size=len(MESSAGE)
        )
        then.get_model("cases.Note").objects.create(case=case, author=ines, sealed=vault.seal(key, NOTE.encode(), "note"))
        then.get_model("cases.Event").objects.create(case=case, kind="received", actor=nadia)
        trail.record("received", organisation=firm.pk, actor=nadia.pk, about=f"case:{case.pk}", facts={"way": "text"})
    connection.close()
    with sqlite3.connect(home / "database.sqlite3") as database:
        print(*database.iterdump(), sep="\n")


def _apps() -> set[str]:
    from django.conf import settings

    return set(settings.INSTALLED_APPS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
