"""The four roles."""

from django.db import migrations


def forwards(apps, schema_editor):
    from supervision.roles import install_roles, make_permissions

    make_permissions(apps)
    install_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0002_guard"),
        ("projects", "0002_guard_and_head"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
