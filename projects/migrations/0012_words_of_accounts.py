from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_target_follows"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="groups",
            field=models.ManyToManyField(
                blank=True,
                related_name="user_set",
                related_query_name="user",
                to="auth.group",
                verbose_name="角色",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="is_active",
            field=models.BooleanField(
                default=True,
                help_text="取消后立即在所有设备上退出，不能再登录。账号不删除。",
                verbose_name="在用",
            ),
        ),
    ]
