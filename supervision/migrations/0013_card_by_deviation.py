from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0012_withdrawn_evidence")]
    operations = [
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["period", "deviation"], name="card_by_deviation"),
        ),
    ]
