import django.db.models.deletion
from django.db import migrations, models


def guard_table(apps, schema_editor):
    from projects.models.guard import guard

    guard("supervision_stagefinish")


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0014_task_markers"),
        ("supervision", "0016_calendar_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="StageFinish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="承诺完成时间")),
                ("milestone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="projects.milestone", verbose_name="节点")),
                ("reading", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="finishes", to="supervision.reading", verbose_name="进度数据")),
            ],
            options={
                "verbose_name": "节点承诺完成时间",
                "verbose_name_plural": "节点承诺完成时间",
                "ordering": ["reading", "milestone__number"],
                "constraints": [models.UniqueConstraint(fields=("reading", "milestone"), name="stage_finish_once")],
            },
        ),
        migrations.RunPython(guard_table, migrations.RunPython.noop),
    ]
