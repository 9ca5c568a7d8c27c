from django.db import migrations, models
from django.db.models import PROTECT, Q


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_project_by_category"),
        ("supervision", "0015_acceptance_roles"),
    ]
    operations = [
        migrations.RenameModel("SitePhoto", "Photo"),
        migrations.AddField(
            model_name="photo",
            name="release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=PROTECT,
                related_name="photos",
                to="supervision.release",
                verbose_name="公开稿",
            ),
        ),
        migrations.AlterField(
            model_name="photo",
            name="evidence",
            field=models.ForeignKey(
                on_delete=PROTECT,
                related_name="shown_as",
                to="supervision.evidence",
                verbose_name="佐证照片",
            ),
        ),
        migrations.AlterField(
            model_name="photo",
            name="moment",
            field=models.CharField(
                blank=True,
                choices=[("before", "开工前"), ("after", "建成后")],
                max_length=6,
                verbose_name="拍摄阶段",
            ),
        ),
        migrations.AlterField(
            model_name="photo",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=PROTECT,
                related_name="photos",
                to="projects.site",
                verbose_name="点位",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=Q(moment="", site__isnull=True)
                | (Q(release__isnull=True, site__isnull=False) & ~Q(moment="")),
                name="photo_of_a_place_or_a_month",
            ),
        ),
    ]
