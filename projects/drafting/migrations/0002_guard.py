"""The guards on what is only ever added."""

from django.db import migrations

TABLES = {"drafting_passage": ""}


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    for table, when in TABLES.items():
        guard(table, when)


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_draft")]
    operations = [migrations.RunPython(forwards, backwards)]
