import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0010_role_rules_and_phones'),
    ]

    operations = [
        migrations.AddField(
            model_name='target',
            name='follows',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='projects.target', verbose_name='上年指标'),
        ),
    ]
