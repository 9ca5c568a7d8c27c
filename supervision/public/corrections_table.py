"""更正记录 as rows of open data: all that its page tells, each with what was and what is."""

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from projects.models import Programme, ProjectChange
from supervision.models import CorrectedCard, Correction
from supervision.public.corrections import (
    Change,
    Decided,
    Reworded,
    changes_of,
    decided_since,
    reworded_in,
)
from supervision.public.place_changes import PlaceChange, place_changes
from supervision.published.adjusted import Adjusted, adjustments

KINDS = "更正、认定、公开文字、点位、承诺调整、项目变更、原文"
# What apps beside this one have corrected, in rows as `row` gives them; `config` adds to it.
MORE: list[Callable[[Programme], Iterable[dict]]] = []


def corrections(programme: Programme) -> Iterator[dict]:
    """In the order in which they were public."""
    found = adjustments(programme)
    rows = [
        *corrected(programme),
        *(row for each in decided_since(programme) for row in of_decided(each)),
        *map(of_words, reworded_in(programme)),
        *map(of_place, place_changes(programme)),
        *map(of_promise, found.changed),
        *map(of_course, found.courses),
        *(each for tell in MORE for each in tell(programme)),
    ]
    for each in sorted(rows, key=lambda each: each["published"]):
        at = timezone.localdate(each["published"])
        yield {"year": programme.year, **each, "published": at}


def row(project, month: str, published, note: str, basis: str, kind: str, **said: str) -> dict:
    return {
        "month": month or None,
        "project": project and project.number,
        "title": project and project.title,
        "published": published,
        "note": note,
        "basis": basis or None,
        "kind": kind,
        **{key: text or None for key, text in said.items()},
    }


def corrected(programme: Programme) -> Iterator[dict]:
    """A row for each correction, with what it changed in its own month."""
    found = Correction.objects.filter(
        published_at__isnull=False,
        submission__report__period__programme=programme,
        submission__report__period__published_at__isnull=False,
    )
    made = CorrectedCard.objects.filter(correction__in=found)
    own = {
        (change.correction.pk, change.month, change.project.pk): change
        for change in changes_of(made, programme)
        if change.correction
    }
    for each in found.select_related("submission__report__period", "submission__report__project"):
        report = each.submission.report
        month, project = report.period.month, report.project
        change = own.get((each.pk, month, project.pk))
        before, after = words_of(change) if change else ("", "")
        yield row(
            project, month, each.published_at, each.public_note, each.basis, "更正",
            target="、".join(line.name for line in change.lines) if change else "",
            before=before, after=after,
        )  # fmt: skip


def words_of(change: Change) -> tuple[str, str]:
    """Figures and colours before and after; colours alone where no figure differs."""
    grades = [card.grade for card in (change.before, change.after)]
    told = [[line.before for line in change.lines], [line.after for line in change.lines]]
    if grades[0] != grades[1] or not change.lines:
        for said, grade in zip(told, grades, strict=True):
            said += [grade.name or grade.words] if grade else []
    return "；".join(told[0]), "；".join(told[1])


def of_decided(each: Decided) -> Iterator[dict]:
    override = each.override
    basis = f"{override.get_basis_kind_display()}，{override.basis}"
    for change in each.changes:
        before, after = words_of(change)
        yield row(
            each.project, change.month, override.decision.at, override.reason, basis, "认定",
            target="", before=before, after=after,
        )  # fmt: skip


def of_words(each: Reworded) -> dict:
    made = each.rewording
    after = each.after if made.text else "只公开数字，不再有文字说明。"
    return row(
        each.project, made.release.period.month, made.at, made.reason, "", "公开文字",
        target="", before=made.told, after=after,
    )  # fmt: skip


def of_place(each: PlaceChange) -> dict:
    at, what = each.change.at, f"{each.site.name}：{each.change.get_field_display()}"
    return row(
        each.project, "", at, each.change.reason, "", "点位",
        target=what, before=each.before, after=each.after,
    )  # fmt: skip


def of_promise(each: Adjusted) -> dict:
    before, after = (
        "；".join(f"{line[0]}：{line[side] or '未写'}" for line in each.lines) for side in (1, 2)
    )
    return row(
        each.project, each.effective, each.at, each.reason, each.basis, "承诺调整",
        target=each.about, before=before, after=after,
    )  # fmt: skip


def of_course(each: ProjectChange) -> dict:
    into = f"，并入第{each.merged_into.number}项" if each.merged_into else ""
    basis = "，".join((each.approved_by, each.meeting, each.document))
    return row(
        each.project, each.effective, each.recorded_at, each.reason, basis, "项目变更",
        target="", before="", after=f"{each.get_state_display()}{into}",
    )  # fmt: skip
