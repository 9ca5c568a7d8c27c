from django.db import migrations, models


class Migration(migrations.Migration):
    """Further kinds of lines; no column changes."""

    dependencies = [("projects", "0005_plain_questions")]
    operations = [
        migrations.AlterField(
            model_name="signin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("in", "登录"),
                    ("out", "退出"),
                    ("failed", "登录失败"),
                    ("code", "验证码错误"),
                    ("locked", "锁定"),
                    ("denied", "无权访问"),
                    ("forged", "伪造表单"),
                ],
                max_length=6,
                verbose_name="类型",
            ),
        ),
    ]
