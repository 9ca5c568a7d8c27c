from django.db import models


class FormAttempt(models.Model):
    """提交频次: who sent a public form lately, as a keyed hash of the address; kept for days."""

    address = models.CharField("来源（散列）", max_length=64)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "提交频次"
        verbose_name_plural = "提交频次"
        indexes = [models.Index(fields=["address", "at"], name="form_attempt_by_address")]

    def __str__(self):
        return self.address[:8]
