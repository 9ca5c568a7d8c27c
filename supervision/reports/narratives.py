"""What a unit wrote in words in its earlier months."""

from supervision.models import Period, Report, Submission


def former_narrative(report: Report) -> str:
    """What was last handed in for an earlier month of the project."""
    return former_narratives([report.project_id], report.period).get(report.project_id, "")


def former_narratives(projects: list[int], period: Period) -> dict[int, str]:
    """The same for many projects, by project key."""
    earlier = Submission.objects.filter(
        report__project__in=projects,
        report__period__programme=period.programme_id,
        report__period__month__lt=period.month,
    )
    in_order = earlier.order_by("report__period__month", "number")
    return dict(in_order.values_list("report__project", "progress"))
