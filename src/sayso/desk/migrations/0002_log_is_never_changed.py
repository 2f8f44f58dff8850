"""The database itself refuses to change or delete a line of the log."""

from __future__ import annotations

from django.db import migrations

_SQLITE = """
CREATE TRIGGER desk_entry_no_{0} BEFORE {0} ON desk_entry
BEGIN SELECT RAISE(ABORT, 'a line of the log is never changed'); END
"""
_POSTGRES = """
CREATE FUNCTION desk_entry_kept() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'a line of the log is never changed'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER desk_entry_no_change BEFORE UPDATE OR DELETE ON desk_entry
FOR EACH ROW EXECUTE FUNCTION desk_entry_kept();
"""


def forbid(apps, editor):  # type: ignore[no-untyped-def]
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRES)
    else:
        for change in ("update", "delete"):
            editor.execute(_SQLITE.format(change))


class Migration(migrations.Migration):
    dependencies = (("desk", "0001_initial"),)
    operations = (migrations.RunPython(forbid, migrations.RunPython.noop),)
