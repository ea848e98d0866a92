"""The database itself refuses to take back what was released: its line, its file, its place. On SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

FIXED = "run_id, organisation_id, round, lines, message, sealed, sealed_place, signature"
SQLITE = (
    "CREATE TRIGGER payments_line_no_update BEFORE UPDATE ON payments_line WHEN OLD.round IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'a released payment stays as it is'); END",
    "CREATE TRIGGER payments_line_no_delete BEFORE DELETE ON payments_line WHEN OLD.round IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'a released payment stays as it is'); END",
    f"CREATE TRIGGER payments_release_no_update BEFORE UPDATE OF {FIXED} ON payments_release "
    "BEGIN SELECT RAISE(ABORT, 'a release stays as it is'); END",
    "CREATE TRIGGER payments_release_no_delete BEFORE DELETE ON payments_release "
    "BEGIN SELECT RAISE(ABORT, 'a release stays as it is'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'what was released stays as it is'; END $$",
    "CREATE TRIGGER payments_line_stays BEFORE UPDATE OR DELETE ON payments_line "
    "FOR EACH ROW WHEN (OLD.round IS NOT NULL) EXECUTE FUNCTION payments_refuse()",
    f"CREATE TRIGGER payments_release_no_update BEFORE UPDATE OF {FIXED} ON payments_release "
    "FOR EACH ROW EXECUTE FUNCTION payments_refuse()",
    "CREATE TRIGGER payments_release_no_delete BEFORE DELETE ON payments_release "
    "FOR EACH ROW EXECUTE FUNCTION payments_refuse()",
)
UNDO = {
    "sqlite": tuple(
        f"DROP TRIGGER payments_{one}" for one in ("line_no_update", "line_no_delete", "release_no_update", "release_no_delete")
    ),
    "postgresql": ("DROP FUNCTION payments_refuse CASCADE",),
}


def refuse(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps: Any, editor: Any) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_payment_files")]
    operations = [migrations.RunPython(refuse, allow)]
