import projects.models.fields
from django.db import migrations


def guard_again(apps, schema_editor):
    """A table that was rebuilt has lost its triggers."""
    from projects.models.guard import guard

    guard("supervision_reading")


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0011_attempts_moved'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reading',
            name='served',
            field=projects.models.fields.TallyField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='累计服务数'),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
