import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0007_confirmed_guide_and_feedback'),
        ('supervision', '0007_hearings_and_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True, verbose_name='查询码')),
                ('kind', models.CharField(choices=[('suggestion', '建议'), ('problem', '反映问题'), ('mistake', '找错')], max_length=10, verbose_name='类别')),
                ('seen', models.CharField(blank=True, choices=[('yes', '现场已用上'), ('no', '还没有用上')], max_length=3, verbose_name='现场情况')),
                ('text', models.CharField(max_length=1000, verbose_name='内容')),
                ('name', models.CharField(blank=True, max_length=30, verbose_name='称呼')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('at', models.DateTimeField(verbose_name='留言时间')),
                ('due', models.DateField(verbose_name='答复期限')),
                ('state', models.CharField(choices=[('waiting', '待处理'), ('assigned', '已转办'), ('drafted', '已拟答复'), ('answered', '已答复'), ('closed', '已办结')], default='waiting', max_length=10, verbose_name='状态')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='转办说明')),
                ('assigned_at', models.DateTimeField(blank=True, null=True, verbose_name='转办时间')),
                ('draft', models.CharField(blank=True, max_length=1000, verbose_name='拟答复')),
                ('drafted_at', models.DateTimeField(blank=True, null=True, verbose_name='拟稿时间')),
                ('summary', models.CharField(blank=True, max_length=100, verbose_name='公开的问题概要')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='公开答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('reason', models.CharField(blank=True, choices=[('adopted', '已采纳'), ('solved', '已解决'), ('explained', '已解释说明'), ('referred', '已转其他渠道办理'), ('duplicate', '与其他留言重复'), ('unrelated', '与本项目无关'), ('unclear', '内容不清，无法办理'), ('abusive', '广告或辱骂')], max_length=10, verbose_name='办结方式')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('assigned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转办人')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback_received', to='projects.project', verbose_name='实事项目')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.site', verbose_name='点位')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.leadunit', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '群众留言',
                'verbose_name_plural': '群众留言',
                'ordering': ['-at', '-pk'],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='OverdueFeedback',
            fields=[
            ],
            options={
                'verbose_name': '超期留言',
                'verbose_name_plural': '超期留言',
                'permissions': (),
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('supervision.feedback',),
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='WaitingFeedback',
            fields=[
            ],
            options={
                'verbose_name': '待处理留言',
                'verbose_name_plural': '待处理留言',
                'permissions': (),
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('supervision.feedback',),
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=64, verbose_name='来源（散列）')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
            ],
            options={
                'verbose_name': '留言频次',
                'verbose_name_plural': '留言频次',
                'indexes': [models.Index(fields=['address', 'at'], name='attempt_by_address')],
            },
        ),
        migrations.CreateModel(
            name='SitePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('before', '开工前'), ('after', '建成后')], max_length=6, verbose_name='拍摄阶段')),
                ('caption', models.CharField(help_text='写画面上有什么，看不见图的人靠它了解。', max_length=60, verbose_name='画面说明')),
                ('consent', models.BooleanField(verbose_name='照片无人脸、证件、住址、车牌，或已取得同意')),
                ('proposed_at', models.DateTimeField(verbose_name='申请时间')),
                ('file', models.FileField(blank=True, upload_to='public/%Y/', verbose_name='公开文件')),
                ('width', models.PositiveSmallIntegerField(default=0, verbose_name='宽')),
                ('height', models.PositiveSmallIntegerField(default=0, verbose_name='高')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='公开时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤下时间')),
                ('why_withdrawn', models.CharField(blank=True, max_length=100, verbose_name='撤下原因')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='supervision.evidence', verbose_name='佐证照片')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公开操作人')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='projects.site', verbose_name='点位')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤下人')),
            ],
            options={
                'verbose_name': '公开照片',
                'verbose_name_plural': '公开照片',
                'ordering': ['-proposed_at', '-pk'],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['state', 'due'], name='feedback_by_state'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1000), name='feedback_text_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 30), name='feedback_name_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('phone'), 30), name='feedback_phone_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('draft'), 1000), name='feedback_draft_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 100), name='feedback_summary_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer'), 1000), name='feedback_answer_bounded'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assigned_at__isnull', True), ('assigned_by__isnull', True)), models.Q(('assigned_at__isnull', False), ('assigned_by__isnull', False)), _connector='OR'), name='feedback_assigned_whole'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drafted_at__isnull', True), ('drafted_by__isnull', True)), models.Q(('drafted_at__isnull', False), ('drafted_by__isnull', False)), _connector='OR'), name='feedback_drafted_whole'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='feedback_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='feedback_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('summary', '')), models.Q(('answered_at__isnull', False), ('state', 'answered'), models.Q(('summary', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='feedback_answer_whole'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['answered', 'closed']), models.Q(('reason', ''), _negated=True)), models.Q(('closed_at__isnull', True), ('reason', ''), ('state__in', ['waiting', 'assigned', 'drafted'])), _connector='OR'), name='feedback_finished_whole'),
        ),
        migrations.AddConstraint(
            model_name='sitephoto',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', False), ('withdrawn_at__isnull', True)), fields=('site', 'moment'), name='one_photo_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='sitephoto',
            constraint=models.CheckConstraint(condition=models.Q(('consent', True)), name='photo_only_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='sitephoto',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='photo_released_whole'),
        ),
        migrations.AddConstraint(
            model_name='sitephoto',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('why_withdrawn', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('why_withdrawn', ''), _negated=True)), _connector='OR'), name='photo_withdrawn_whole'),
        ),
    ]
