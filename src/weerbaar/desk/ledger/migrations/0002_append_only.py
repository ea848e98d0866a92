"""The database itself refuses to change or remove an entry of a ledger, on SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = tuple(
    f"CREATE TRIGGER ledger_entry_no_{verb} BEFORE {verb} ON ledger_ledgerentry "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for verb in ("update", "delete")
)
POSTGRESQL = (
    "CREATE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    "CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_ledgerentry "
    "FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
    "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_ledgerentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()",
)
UNDO = {
    "sqlite": ("DROP TRIGGER ledger_entry_no_update", "DROP TRIGGER ledger_entry_no_delete"),
    "postgresql": ("DROP FUNCTION ledger_entry_refuse CASCADE",),
}


def refuse(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps: Any, editor: Any) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger_and_confirmations")]
    operations = [migrations.RunPython(refuse, allow)]
