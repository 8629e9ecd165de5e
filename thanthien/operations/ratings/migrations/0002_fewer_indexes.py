"""Indexes that others begin with: each more is written with every rating."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ratings', '0001_ratings'),
        ('units', '0003_merged_units'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rating',
            name='counter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='ratings.counter'),
        ),
        migrations.AlterField(
            model_name='rating',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
    ]
