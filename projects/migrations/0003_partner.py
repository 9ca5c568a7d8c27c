"""共同牵头 among the roles of a unit: a choice more, nothing in the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_guard")]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[("lead", "牵头"), ("partner", "共同牵头"), ("support", "配合")],
                max_length=10,
                verbose_name="分工",
            ),
        ),
    ]
