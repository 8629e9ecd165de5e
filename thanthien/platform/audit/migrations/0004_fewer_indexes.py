"""Indexes that others stand for: each more is written with every row.

They are dropped by name: to alter a column, SQLite makes the table anew, and the triggers that keep rows final would go.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _without_index(field: str, kind: models.ForeignKey, index: str) -> migrations.SeparateDatabaseAndState:  # type: ignore[type-arg]
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.AlterField("entry", field, kind)],
        database_operations=[
            migrations.RunSQL(
                f'DROP INDEX IF EXISTS "{index}"', f'CREATE INDEX "{index}" ON "audit_entry" ("{field}_id")'
            )
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_last_act_of_a_person"),
        ("units", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        _without_index(
            "actor",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
            "audit_entry_actor_id_57c4b003",
        ),
        _without_index(
            "unit",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
            "audit_entry_unit_id_dbf12566",
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("actor__isnull", False)), fields=["actor"], name="audit_of_person"
            ),
        ),
    ]
