import django.db.models.deletion
import projects.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0006_notice_mark'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='guideline',
            name='confirmed',
        ),
        migrations.AddField(
            model_name='guideline',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='确认时间'),
        ),
        migrations.AddField(
            model_name='guideline',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人'),
        ),
        migrations.AddField(
            model_name='programme',
            name='feedback',
            field=models.BooleanField(default=False, help_text='勾选后每个项目页都能留言，要有人按期处理和答复；不勾选则显示12345热线。', verbose_name='网上留言'),
        ),
        migrations.AlterField(
            model_name='site',
            name='done',
            field=projects.fields.MonthField(blank=True, help_text='写成 2023-09；当月公开发布以后公众可见。', max_length=7, verbose_name='建成月份'),
        ),
        migrations.AlterField(
            model_name='site',
            name='place',
            field=models.CharField(blank=True, help_text='居民按这里写的地名查找。', max_length=60, verbose_name='所在镇街、村或社区'),
        ),
        migrations.AlterField(
            model_name='site',
            name='planned',
            field=projects.fields.MonthField(blank=True, help_text='写成 2023-09；没有定就空着。', max_length=7, verbose_name='计划月份'),
        ),
        migrations.AddConstraint(
            model_name='guideline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='guide_line_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='site_quantity_above_zero'),
        ),
    ]
