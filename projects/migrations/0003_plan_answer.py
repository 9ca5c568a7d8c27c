"""What was asked about a plan's shape when it was approved, and the answer."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "projects_plananswer"


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    guard(TABLE)


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    lift(TABLE)


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_guard")]

    operations = [
        migrations.CreateModel(
            name="PlanAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("questions", models.TextField(verbose_name="提问")),
                ("text", models.CharField(max_length=500, verbose_name="说明")),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="projects.plan",
                        verbose_name="序时进度计划",
                    ),
                ),
            ],
            options={
                "verbose_name": "计划说明",
                "verbose_name_plural": "计划说明",
                "ordering": ["plan"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="plan_answer_said"
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
