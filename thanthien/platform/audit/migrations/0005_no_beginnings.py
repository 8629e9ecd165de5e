"""PostgreSQL's second index of a text, for what begins so: nobody asks for beginnings here, and each row wrote it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_fewer_indexes")]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS "audit_entry_thread_9cc38d45_like"', migrations.RunSQL.noop),
    ]
