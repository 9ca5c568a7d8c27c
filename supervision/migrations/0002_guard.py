"""The guards on what is only ever added."""

from django.db import migrations

TABLES = {
    "supervision_submission": "",
    "supervision_reading": "",
    "supervision_stagedone": "",
    "supervision_servicemonth": "",
    "supervision_review": "",
    "supervision_cardpolicy": "OLD.adopted_at IS NOT NULL",
    "supervision_card": "",
}


def forwards(apps, schema_editor):
    from projects.guard import guard

    for table, when in TABLES.items():
        guard(table, when)


def backwards(apps, schema_editor):
    from projects.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_judgement")]
    operations = [migrations.RunPython(forwards, backwards)]
