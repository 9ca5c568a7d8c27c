"""报送计划: what a unit plans before the office approves it, guarded like all that is only added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("supervision_plandraft", "supervision_plandraftdecision")


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
        ('projects', '0003_partner'),
        ('supervision', '0002_guard'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.TextField(verbose_name='内容')),
                ('said', models.TextField(verbose_name='计划')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='对计划的说明')),
                ('proposed_at', models.DateTimeField(verbose_name='报送时间')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_drafts', to='projects.target', verbose_name='目标指标')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_drafts', to='projects.leadunit', verbose_name='牵头单位')),
            ],
            options={
                'verbose_name': '单位报的计划',
                'verbose_name_plural': '单位报的计划',
                'ordering': ['target__project', 'target__number', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='PlanDraftDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed', models.BooleanField(verbose_name='同意')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='supervision.plandraft', verbose_name='单位报的计划')),
            ],
            options={
                'verbose_name': '计划审核',
                'verbose_name_plural': '计划审核',
                'ordering': ['-at'],
                'abstract': False,
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='returned_plan_has_a_reason')],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
