"""PostgreSQL's second index of a text, for what begins so: nobody asks for beginnings here, and each row wrote it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_fewer_indexes")]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS "feedback_report_client_key_793d3959_like"', migrations.RunSQL.noop),
        migrations.RunSQL('DROP INDEX IF EXISTS "feedback_report_code_909dcdbd_like"', migrations.RunSQL.noop),
    ]
