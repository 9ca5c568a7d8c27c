import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("submission", "review", "look", "supportpart", "paper")


def guard_all(apps, schema_editor):
    """New tables have no triggers yet, and rebuilt ones have lost theirs."""
    from projects.models.guard import guard

    for table in TABLES:
        guard(f"supervision_{table}")


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0009_stand_ins'),
        ('supervision', '0012_fractions_served'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='on_behalf',
            field=models.CharField(blank=True, max_length=200, verbose_name='代填依据'),
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.CharField(choices=[('accepted', '通过'), ('returned', '退回'), ('withdrawn', '单位撤回')], max_length=10, verbose_name='结论'),
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='打开时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='打开人')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='look', to='supervision.submission', verbose_name='报送')),
            ],
            options={
                'verbose_name': '打开审核',
                'verbose_name_plural': '打开审核',
                'ordering': ['submission'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SupportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='配合情况')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='supervision.report', verbose_name='月度进展')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='projects.leadunit', verbose_name='配合单位')),
            ],
            options={
                'verbose_name': '配合情况',
                'verbose_name_plural': '配合情况',
                'ordering': ['report', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验码')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('file', models.FileField(upload_to='papers/%Y/%m/', verbose_name='文件')),
                ('photo', models.BooleanField(default=False, verbose_name='照片')),
                ('at', models.DateTimeField(verbose_name='附上时间')),
                ('adjustment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.adjustment', verbose_name='承诺调整')),
                ('appeal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.appeal', verbose_name='复核申请')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='附上人')),
                ('override', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.cardoverride', verbose_name='亮牌认定')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.trialreply', verbose_name='拟亮牌申辩')),
                ('part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.supportpart', verbose_name='配合情况')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='supportpart',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='support_part_says'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adjustment__isnull', True), ('appeal__isnull', True), ('override__isnull', True), ('part__isnull', True), ('reply__isnull', False)), models.Q(('adjustment__isnull', True), ('appeal__isnull', False), ('override__isnull', True), ('part__isnull', True), ('reply__isnull', True)), models.Q(('adjustment__isnull', True), ('appeal__isnull', True), ('override__isnull', False), ('part__isnull', True), ('reply__isnull', True)), models.Q(('adjustment__isnull', False), ('appeal__isnull', True), ('override__isnull', True), ('part__isnull', True), ('reply__isnull', True)), models.Q(('adjustment__isnull', True), ('appeal__isnull', True), ('override__isnull', True), ('part__isnull', False), ('reply__isnull', True)), _connector='OR'), name='paper_of_one_thing'),
        ),
        migrations.RunPython(guard_all, migrations.RunPython.noop),
    ]
