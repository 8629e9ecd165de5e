"""Counters and seats under the same numbers in the room they belong to now."""

from django.core.management.color import no_style
from django.db import migrations

TABLES = (
    ("counter", "id, unit_id, name, name_en, place, code, is_open, made_at"),
    ("seat", "id, counter_id, person_id, begins_at, ends_at, made_by_id"),
)


def copy(apps, schema_editor):
    for table, columns in TABLES:
        schema_editor.execute(
            f"INSERT INTO counters_{table} ({columns}) SELECT {columns} FROM ratings_{table}"
        )
    kinds = [apps.get_model("counters", table) for table, _ in TABLES]
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), kinds):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0002_fewer_indexes"), ("counters", "0001_counters")]
    # back again only where no counter is: rows that point to one refuse 0004 its way back
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
