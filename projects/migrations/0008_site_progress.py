import django.db.models.deletion
import projects.models.fields
from django.conf import settings
from django.db import migrations, models


def guard_new(apps, schema_editor):
    from projects.models.guard import guard

    guard("projects_siteprogress")


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0007_form_attempts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', projects.models.fields.MonthField(max_length=7, verbose_name='截至月份')),
                ('built', projects.models.fields.QuantityField(decimal_places=4, max_digits=15, verbose_name='已建成数量')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='projects.site', verbose_name='建设点位')),
            ],
            options={
                'verbose_name': '点位进度',
                'verbose_name_plural': '点位进度',
                'ordering': ['site', 'month', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('built__gte', 0)), name='site_progress_not_negative')],
            },
        ),
        migrations.RunPython(guard_new, migrations.RunPython.noop),
    ]
