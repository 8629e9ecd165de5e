"""Hours that units set for their counters become the unit's hours, by which terms are counted too."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    hours = apps.get_model("workdays", "OfficeHours")
    for one in apps.get_model("ratings", "Terms").objects.all():
        spans = [(one.morning_from, one.morning_to), (one.afternoon_from, one.afternoon_to)]
        said = [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in spans]
        hours.objects.get_or_create(unit_id=one.unit_id, defaults={"spans": said, "changed_at": timezone.now()})


class Migration(migrations.Migration):
    dependencies = [("ratings", "0004_counters_elsewhere"), ("workdays", "0002_office_hours")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
