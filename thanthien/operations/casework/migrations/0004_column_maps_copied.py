"""Remembered columns under the same numbers in the room of the platform that all imports share."""

from django.core.management.color import no_style
from django.db import migrations

FIELDS = "id, unit_id, source, columns, changed_at, changed_by_id"


def copy(apps, schema_editor):
    schema_editor.execute(f"INSERT INTO columns_columnmap ({FIELDS}) SELECT {FIELDS} FROM casework_columnmap")
    kinds = [apps.get_model("columns", "columnmap")]
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), kinds):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_times_resumed"), ("columns", "0001_columns")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
