"""The database itself refuses to change or remove a version or a signature, on SQLite and on PostgreSQL; only a name can be erased."""

from typing import Any

from django.db import migrations

VERSION, SIGNATURE = "agreements_version", "agreements_signature"
COLUMNS = 'id, ref, organisation_id, version_id, "user", way, signed_on, at, recorded_by, mark'
"""Of a signature: all but the sealed name."""
SQLITE = (
    f"CREATE TRIGGER {VERSION}_no_update BEFORE UPDATE ON {VERSION} "
    "BEGIN SELECT RAISE(ABORT, 'agreements are append-only'); END",
    f"CREATE TRIGGER {VERSION}_no_delete BEFORE DELETE ON {VERSION} "
    "BEGIN SELECT RAISE(ABORT, 'agreements are append-only'); END",
    f"CREATE TRIGGER {SIGNATURE}_no_update BEFORE UPDATE OF {COLUMNS} ON {SIGNATURE} "
    "BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END",
    f"CREATE TRIGGER {SIGNATURE}_no_other_name BEFORE UPDATE OF sealed_name ON {SIGNATURE} WHEN length(NEW.sealed_name) > 0 "
    "BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END",
    f"CREATE TRIGGER {SIGNATURE}_no_delete BEFORE DELETE ON {SIGNATURE} "
    "BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION agreements_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'agreements and signatures are append-only'; END $$",
    f"CREATE TRIGGER {VERSION}_append_only BEFORE UPDATE OR DELETE ON {VERSION} "
    "FOR EACH ROW EXECUTE FUNCTION agreements_refuse()",
    f"CREATE TRIGGER {VERSION}_no_truncate BEFORE TRUNCATE ON {VERSION} "
    "FOR EACH STATEMENT EXECUTE FUNCTION agreements_refuse()",
    f"CREATE TRIGGER {SIGNATURE}_append_only BEFORE UPDATE OF {COLUMNS} OR DELETE ON {SIGNATURE} "
    "FOR EACH ROW EXECUTE FUNCTION agreements_refuse()",
    f"CREATE TRIGGER {SIGNATURE}_no_other_name BEFORE UPDATE OF sealed_name ON {SIGNATURE} "
    "FOR EACH ROW WHEN (length(NEW.sealed_name) > 0) EXECUTE FUNCTION agreements_refuse()",
    f"CREATE TRIGGER {SIGNATURE}_no_truncate BEFORE TRUNCATE ON {SIGNATURE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION agreements_refuse()",
)
UNDO = {
    "sqlite": (
        f"DROP TRIGGER {VERSION}_no_update",
        f"DROP TRIGGER {VERSION}_no_delete",
        f"DROP TRIGGER {SIGNATURE}_no_update",
        f"DROP TRIGGER {SIGNATURE}_no_other_name",
        f"DROP TRIGGER {SIGNATURE}_no_delete",
    ),
    "postgresql": ("DROP FUNCTION agreements_refuse CASCADE",),
}


def refuse(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps: Any, editor: Any) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_agreements_and_signatures")]
    operations = [migrations.RunPython(refuse, allow)]
