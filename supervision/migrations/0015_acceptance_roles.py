"""The roles again: acceptances are seen by the office."""

from django.db import migrations


def forwards(apps, schema_editor):
    from supervision.roles import install_roles, make_permissions

    make_permissions(apps)
    install_roles(apps)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0014_acceptances")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
