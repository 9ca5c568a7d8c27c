from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_head_keeps_its_previous")]
    operations = [
        migrations.AddField(
            model_name="ledgerhead",
            name="published",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
