"""承诺调整: proposed by one person of the office, confirmed by another."""

import django.db.models.deletion
import projects.models.fields
from django.conf import settings
from django.db import migrations, models


TABLES = ("supervision_adjustment", "supervision_adjustmentdecision")


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    for table in TABLES:
        guard(table)


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0003_plan_answer'),
        ('supervision', '0004_polls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('target', '指标承诺和计划'), ('course', '项目去留'), ('quota', '市级任务')], max_length=6, verbose_name='对象')),
                ('asked', models.TextField(verbose_name='内容')),
                ('said', models.TextField(verbose_name='调整')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='对计划的说明')),
                ('authority', models.CharField(max_length=100, verbose_name='批准机关')),
                ('meeting', models.CharField(max_length=100, verbose_name='会议')),
                ('document', models.CharField(max_length=100, verbose_name='文号')),
                ('effective', projects.models.fields.MonthField(max_length=7, verbose_name='生效月份')),
                ('reason', models.CharField(help_text='会在公众页面显示。', max_length=300, verbose_name='原因')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.programme', verbose_name='年度清单')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.project', verbose_name='实事项目')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('quota', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.citytask', verbose_name='市级任务指标')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='projects.target', verbose_name='目标指标')),
            ],
            options={
                'verbose_name': '承诺调整',
                'verbose_name_plural': '承诺调整',
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='AdjustmentDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField(verbose_name='同意')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('adjustment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='supervision.adjustment', verbose_name='承诺调整')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'verbose_name': '调整确认',
                'verbose_name_plural': '调整确认',
                'ordering': ['-at'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'target'), ('project__isnull', False), ('quota__isnull', True), ('target__isnull', False)), models.Q(('kind', 'course'), ('project__isnull', False), ('quota__isnull', True), ('target__isnull', True)), models.Q(('kind', 'quota'), ('project__isnull', True), ('quota__isnull', False), ('target__isnull', True)), _connector='OR'), name='adjustment_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='adjustment_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentdecision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_adjustment_has_a_reason'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
