from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0009_signing"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.CreateModel(
            name="RoleRule",
            fields=[
                (
                    "role",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="rule",
                        serialize=False,
                        to="auth.group",
                        verbose_name="角色",
                    ),
                ),
                (
                    "second_step",
                    models.BooleanField(default=False, verbose_name="须使用两步验证"),
                ),
            ],
            options={"verbose_name": "角色要求", "verbose_name_plural": "角色要求"},
        ),
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(
                blank=True,
                help_text="本单位分管负责人和系统管理员可以看到。",
                max_length=30,
                verbose_name="联系电话",
            ),
        ),
        migrations.AlterField(
            model_name="signin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("in", "登录"),
                    ("out", "退出"),
                    ("failed", "登录失败"),
                    ("code", "验证码错误"),
                ],
                max_length=6,
                verbose_name="类型",
            ),
        ),
    ]
