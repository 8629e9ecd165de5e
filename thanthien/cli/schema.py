"""The database at this version: an empty one gets its tables at once, any other one goes through its migrations.

Migrations rebuild every model at every step: for an empty database that is minutes of arithmetic about tables
which hold nothing. Its tables are made from the models as they stand, with what migrations put beside the models,
and every migration is noted as done; `tests/cli/test_schema.py` holds both ways to the same result.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from thanthien.platform.audit.guard import GUARD

# PostgreSQL's second index of a text, for what begins so: nobody asks for beginnings there.
_NO_BEGINNINGS = (
    "audit_entry_thread_9cc38d45",
    "feedback_report_client_key_793d3959",
    "feedback_report_code_909dcdbd",
    "outbox_message_about_1f4871de",
    "outbox_message_key_9860c808",
)


def is_behind() -> bool:
    """Whether the database lacks a migration of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """All tables of this version, whatever the database holds now; nothing where it has them.

    Raises django.db.Error when the database refuses; an empty one stays empty then.
    """
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        return
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in _tables():
            editor.create_model(model)
        editor.create_model(recorder.Migration)
        put_beside(editor)
        note_all_done(recorder)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def put_beside(editor: BaseDatabaseSchemaEditor) -> None:
    """What migrations put beside the tables of the models, to be done when `editor` is closed."""
    vendor = connection.vendor
    if vendor == "postgresql":
        editor.deferred_sql += [f'DROP INDEX IF EXISTS "{name}_like"' for name in _NO_BEGINNINGS]
    editor.deferred_sql += GUARD[vendor]


def note_all_done(recorder: MigrationRecorder) -> None:
    """Every migration of this version as done; `recorder`'s table must be there."""
    known = MigrationLoader(None).disk_migrations or {}
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in sorted(known))


def _tables() -> list[type[models.Model]]:
    """Models with a table of their own, those without migrations too; what they point at may come later."""
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
