"""The guards on what is only ever added, and the chain's head."""

from django.db import migrations

TABLES = {
    "projects_event": "",
    "projects_milestone": "",
    "projects_plan": "",
    "projects_plananswer": "",
    "projects_planpoint": "",
    "projects_projectchange": "",
    "projects_siteprogress": "",
    "projects_targetterms": "",
}


def forwards(apps, schema_editor):
    from projects.models.guard import guard, guard_leads

    for table, when in TABLES.items():
        guard(table, when)
    guard_leads()
    apps.get_model("projects", "LedgerHead").objects.get_or_create(pk=1)


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_record")]
    operations = [migrations.RunPython(forwards, backwards)]
