"""What supporting units said of their part in a month, wherever the report is read."""

from django import template

from supervision.models import Report

register = template.Library()


@register.inclusion_tag("admin/reports/_parts.html")
def support_parts(report: Report, attaches: bool = False):
    """配合情况 of a month, the newest first; `attaches` where papers may be put to it."""
    parts = report.parts.select_related("unit", "by").prefetch_related("papers__by")
    return {"parts": parts.order_by("-pk"), "attaches": attaches}
