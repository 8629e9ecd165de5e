"""Indexes that nothing is looked up by."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_begin'),
        ('units', '0003_merged_units'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='template',
            field=models.SlugField(db_index=False, max_length=40),
        ),
        migrations.AlterField(
            model_name='message',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
    ]
