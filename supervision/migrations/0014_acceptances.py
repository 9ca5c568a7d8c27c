"""验收: an acceptance and its confirmation, only ever added and seen by the office."""

import django.db.models.deletion
import projects.fields
from django.conf import settings
from django.db import migrations, models


def guard_them(apps, schema_editor):
    from projects.guard import guard

    for table in ("supervision_acceptance", "supervision_acceptancedecision"):
        guard(table)


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0008_project_by_category'),
        ('supervision', '0013_card_by_deviation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed', models.BooleanField(verbose_name='通过')),
                ('body', models.CharField(help_text='会在公众页面显示。', max_length=100, verbose_name='验收单位')),
                ('held_on', models.DateField(verbose_name='验收日期')),
                ('document', models.CharField(help_text='会在公众页面显示。', max_length=100, verbose_name='验收文号')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('shown_from', projects.fields.MonthField(max_length=7, verbose_name='公开月份')),
                ('file', models.FileField(upload_to='acceptances/%Y/%m/', verbose_name='验收文件')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验码')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('proposed_at', models.DateTimeField(verbose_name='登记时间')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='projects.project', verbose_name='实事项目')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '验收',
                'verbose_name_plural': '验收',
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='AcceptanceDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField(verbose_name='同意')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('acceptance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='supervision.acceptance', verbose_name='验收')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'verbose_name': '验收确认',
                'verbose_name_plural': '验收确认',
                'ordering': ['-at'],
            },
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('passed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='failed_acceptance_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('document', ''), _negated=True)), name='acceptance_is_on_paper'),
        ),
        migrations.AddConstraint(
            model_name='acceptancedecision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_acceptance_has_a_reason'),
        ),
        migrations.RunPython(guard_them, migrations.RunPython.noop),
    ]
