"""Tablets and ratings point to the counters of the platform; the old tables go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0003_counters_copied")]

    operations = [
        migrations.AlterField(
            model_name="device",
            name="counter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="counters.counter"
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="counter",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="counters.counter",
            ),
        ),
        migrations.DeleteModel(name="Seat"),
        migrations.DeleteModel(name="Counter"),
    ]
