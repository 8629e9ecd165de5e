"""Indexes that others stand for go, those that count carry who may read: each more is written with every report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0003_indexes_of_what_is_measured'),
        ('units', '0003_merged_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='report',
            name='feedback_inbox',
        ),
        migrations.RemoveIndex(
            model_name='report',
            name='feedback_newest',
        ),
        migrations.RemoveIndex(
            model_name='report',
            name='feedback_sweep',
        ),
        migrations.AlterField(
            model_name='report',
            name='about_agency',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency'),
        ),
        migrations.AlterField(
            model_name='report',
            name='category',
            field=models.SlugField(db_index=False, max_length=40),
        ),
        migrations.AlterField(
            model_name='report',
            name='handler',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='report',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='feedback.report'),
        ),
        migrations.AlterField(
            model_name='report',
            name='neighbourhood',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.neighbourhood'),
        ),
        migrations.AlterField(
            model_name='report',
            name='received_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='report',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AlterField(
            model_name='step',
            name='agency',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.agency'),
        ),
        migrations.AlterField(
            model_name='step',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['unit', 'state', 'due_date', 'path', 'is_protected', 'about_leader'], name='feedback_inbox'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['unit', '-received_at', 'path', 'is_protected', 'about_leader'], name='feedback_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('reopen_until__isnull', False)), fields=['state', 'reopen_until'], name='feedback_sweep'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('handler__isnull', False)), fields=['handler'], name='feedback_handler'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('received_by__isnull', False)), fields=['received_by'], name='feedback_typed'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='feedback_merged'),
        ),
    ]
