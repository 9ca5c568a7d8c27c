"""When a place's being built was registered; what was changed of places that anyone could read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import projects.models.fields


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    guard("projects_sitechange")


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    lift("projects_sitechange")


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_partner")]
    operations = [
        migrations.AddField(
            model_name="site",
            name="done_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="建成登记时间"
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="done",
            field=projects.models.fields.MonthField(
                blank=True,
                help_text="写成 2023-09；随下一次定稿的月报公开。",
                max_length=7,
                verbose_name="建成月份",
            ),
        ),
        migrations.CreateModel(
            name="SiteChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(choices=[("planned", "计划月份"), ("done", "建成月份"), ("quantity", "数量")], max_length=10, verbose_name="更正内容")),
                ("before", models.CharField(blank=True, max_length=30, verbose_name="原来")),
                ("after", models.CharField(blank=True, max_length=30, verbose_name="更正后")),
                ("reason", models.CharField(max_length=300, verbose_name="更正原因")),
                ("at", models.DateTimeField(verbose_name="更正时间")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="更正人")),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="projects.site", verbose_name="建设点位")),
            ],
            options={
                "verbose_name": "点位更正",
                "verbose_name_plural": "点位更正",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
