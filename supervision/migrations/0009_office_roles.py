"""The roles again, with the models that came since they were first made."""

from django.db import migrations


def forwards(apps, schema_editor):
    from supervision.roles import install_roles, make_permissions

    make_permissions(apps)
    install_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0008_feedback_and_photos"),
        ("projects", "0007_confirmed_guide_and_feedback"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
