"""Worklists: the reports that somebody has to do something about, each a list of its own."""

from supervision.models.report import Report


class WaitingReport(Report):
    class Meta:
        proxy = True
        verbose_name = "待审核"
        verbose_name_plural = "待审核"
        default_permissions = ()
        permissions = ()


class OverdueReport(Report):
    class Meta:
        proxy = True
        verbose_name = "逾期未报"
        verbose_name_plural = "逾期未报"
        default_permissions = ()
        permissions = ()
