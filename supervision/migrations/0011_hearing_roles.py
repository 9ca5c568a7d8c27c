"""The roles again: slips, replies and appeals are seen by the office."""

from django.db import migrations


def forwards(apps, schema_editor):
    from supervision.roles import install_roles, make_permissions

    make_permissions(apps)
    install_roles(apps)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0010_notice_files_and_trial_answers")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
