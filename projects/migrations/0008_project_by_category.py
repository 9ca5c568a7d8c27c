from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_confirmed_guide_and_feedback")]
    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["programme", "category", "number"], name="project_by_category"
            ),
        ),
    ]
