"""The old table of remembered columns goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_column_maps_copied")]
    operations = [migrations.DeleteModel(name="ColumnMap")]
