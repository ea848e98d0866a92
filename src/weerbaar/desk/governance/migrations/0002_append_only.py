"""The database itself refuses to change or remove a line of the trail, on SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = tuple(
    f"CREATE TRIGGER governance_entry_no_{verb} BEFORE {verb} ON governance_entry "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    for verb in ("update", "delete")
)
POSTGRESQL = (
    "CREATE FUNCTION governance_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
    "CREATE TRIGGER governance_entry_append_only BEFORE UPDATE OR DELETE ON governance_entry "
    "FOR EACH ROW EXECUTE FUNCTION governance_entry_refuse()",
    "CREATE TRIGGER governance_entry_no_truncate BEFORE TRUNCATE ON governance_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION governance_entry_refuse()",
)
UNDO = {
    "sqlite": ("DROP TRIGGER governance_entry_no_update", "DROP TRIGGER governance_entry_no_delete"),
    "postgresql": ("DROP FUNCTION governance_entry_refuse CASCADE",),
}


def refuse(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps: Any, editor: Any) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
