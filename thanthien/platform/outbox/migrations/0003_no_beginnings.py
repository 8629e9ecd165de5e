"""PostgreSQL's second index of a text, for what begins so: nobody asks for beginnings here, and each row wrote it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_fewer_indexes")]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS "outbox_message_about_1f4871de_like"', migrations.RunSQL.noop),
        migrations.RunSQL('DROP INDEX IF EXISTS "outbox_message_key_9860c808_like"', migrations.RunSQL.noop),
    ]
