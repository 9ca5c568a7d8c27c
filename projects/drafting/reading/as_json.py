"""A reading as the JSON that `read_notice --json` prints."""

from projects.drafting.reading.found import PartRead, ProjectRead, Reading, TargetRead
from projects.values.numbers import plain


def as_dict(reading: Reading) -> dict:
    return {
        "title": reading.title,
        "year": reading.year,
        "issuer": reading.issuer,
        "document_number": reading.document_number,
        "issued_on": reading.issued_on and reading.issued_on.isoformat(),
        "projects": [project(each) for each in reading.projects],
        "not_targets": [
            {
                "excerpt": each.excerpt,
                "why": each.why,
                "project": reading.projects[each.project].number,
            }
            for each in reading.not_targets
        ],
        "checks": [each.sentence for each in reading.checks],
    }


def project(found: ProjectRead) -> dict:
    return {
        "number": found.number,
        "title": found.title,
        "text": found.text,
        "category": found.category,
        "city": found.city,
        "lead_units": [*found.lead_units],
        "support_units": [*found.support_units],
        "due": found.due and found.due.isoformat(),
        "tasks": [
            {"marker": task.marker, "text": task.text, "span": [*task.span]} for task in found.tasks
        ],
        "targets": [target(each) for each in found.targets],
    }


def target(found: TargetRead) -> dict:
    return {
        "name": found.name,
        "kind": str(found.kind),
        "value": None if found.value is None else plain(found.value),
        "baseline": None if found.baseline is None else plain(found.baseline),
        "measure": found.measure,
        "comparison": str(found.comparison),
        "due": found.due and found.due.isoformat(),
        "parts": [part(each) for each in found.parts],
        "spans": [[*span] for span in found.spans],
        "excerpts": [*found.excerpts],
    }


def part(found: PartRead) -> dict:
    return {
        "name": found.name,
        "value": plain(found.value),
        "measure": found.measure,
        "spans": [[*span] for span in found.spans],
        "excerpts": [*found.excerpts],
    }
