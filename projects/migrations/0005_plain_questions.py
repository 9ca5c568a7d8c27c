from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_site_changes")]
    operations = [
        migrations.AddField(
            model_name="plainname",
            name="questions",
            field=models.TextField(
                blank=True,
                default="",
                help_text="群众会怎么问，一行一句，每句2到60个字，例如：今年冬天能通暖气吗。"
                "照热线和留言的说法写，问法越多样，别的问法也越找得准。",
                verbose_name="常见问法",
            ),
            preserve_default=False,
        ),
    ]
