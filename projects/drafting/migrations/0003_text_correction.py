"""原文更正: a misprint that the issuer corrected, guarded like all that is only added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("drafting_textcorrection", "drafting_textcorrectiondecision")


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    for table in TABLES:
        guard(table, "")


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0002_guard'),
        ('projects', '0005_plain_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TextCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField(verbose_name='起始位置')),
                ('excerpt', models.CharField(max_length=200, verbose_name='原文')),
                ('corrected', models.CharField(max_length=200, verbose_name='更正为')),
                ('authority', models.CharField(max_length=100, verbose_name='更正机关')),
                ('document', models.CharField(max_length=100, verbose_name='更正文件')),
                ('issued_on', models.DateField(verbose_name='更正日期')),
                ('proposed_at', models.DateTimeField(verbose_name='登记时间')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='text_corrections', to='projects.project', verbose_name='实事项目')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '原文更正',
                'verbose_name_plural': '原文更正',
                'ordering': ['-proposed_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TextCorrectionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField(verbose_name='确认')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('decided_at', models.DateTimeField(verbose_name='确认时间')),
                ('correction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='drafting.textcorrection', verbose_name='原文更正')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'verbose_name': '更正确认',
                'verbose_name_plural': '更正确认',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_correction_has_a_reason')],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
