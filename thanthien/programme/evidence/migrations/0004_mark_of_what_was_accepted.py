import hashlib

from django.db import migrations


def fill(apps, schema_editor):
    """Acceptances given before marks were kept get the mark of what stands there now."""
    evidence = apps.get_model("evidence", "Evidence")
    waiting = evidence.objects.filter(state="accepted", accepted_mark="").select_related("file")
    fresh = []
    for proof in waiting.iterator(chunk_size=500):
        what = proof.file.sha256 if proof.file else proof.url
        until = proof.valid_until.isoformat() if proof.valid_until else ""
        said = "\x1f".join((str(proof.pk), what, proof.title, proof.effective_date.isoformat(), until))
        proof.accepted_mark = hashlib.sha256(said.encode()).hexdigest()
        fresh.append(proof)
    evidence.objects.bulk_update(fresh, ["accepted_mark"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("evidence", "0003_terms_ties_captures_and_reuse"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
