"""The last act of a person in a unit tells whether what was read of the unit still holds (units.queries.known_unit)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_rows_are_final")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("actor__isnull", False)), fields=["unit", "-id"], name="audit_last_act"
            ),
        ),
    ]
