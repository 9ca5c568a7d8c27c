"""候选项目 as they stand: who asked for each and how many, and what the principles ask of it."""

from collections import Counter
from dataclasses import dataclass, replace

from projects.drafting.content import Content
from projects.drafting.models import (
    CandidateText,
    Drafting,
    Outcome,
    Placement,
    Proposal,
    UpperAnswer,
)
from projects.drafting.principles import Finding, findings
from projects.drafting.proposing import category_for, proposed
from projects.drafting.reading import read
from projects.values.promises import ProjectText, TaskText, WholeList


@dataclass(frozen=True)
class Standing:
    """A candidate with what holds of it; `key` is its piece in the draft, None before that.

    `project` is that piece as it stands, before that what the candidate's words come to.
    """

    text: CandidateText
    project: ProjectText
    asked: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    key: int | None
    upper: int

    @property
    def count(self) -> int:
        return sum(count for _, count in self.asked)

    @property
    def asked_by(self) -> str:
        """Who asked for it and how many, in words."""
        words = "、".join(f"{source}{count}条" for source, count in self.asked)
        upper = f"上级清单{self.upper}条" if self.upper else ""
        return "；".join(part for part in (words, upper) if part) or "没有人提出"


def standing(drafting: Drafting) -> list[Standing]:
    """Every candidate, in a number of queries that does not grow with them."""
    texts = CandidateText.objects.standing(drafting)
    outcomes = Outcome.objects.standing(drafting)
    placed = Placement.objects.standing(drafting)
    pieces = {row.key: row.content for row in drafting.passages.current() if row.is_project}
    stand = {key: at for key, at in placed.items() if at in pieces}
    sources = dict(drafting.proposals.values_list("pk", "source"))
    asked: dict[int, Counter] = {key: Counter() for key in texts}
    for proposal, outcome in outcomes.items():
        if outcome.candidate_id:
            asked[outcome.candidate_id][sources[proposal]] += 1
    upper = Counter(
        answer.candidate_id
        for answer in UpperAnswer.objects.latest(drafting).values()
        if answer.candidate_id
    )
    projects = {
        key: project_as_it_stands(text, pieces.get(stand.get(key, 0)), drafting.year)
        for key, text in texts.items()
    }
    found = principles(projects, stand, drafting.year)
    labels = dict(Proposal.Source.choices)
    return [
        Standing(
            text=text,
            project=projects[key],
            asked=tuple((labels[name], asked[key][name]) for name in labels if asked[key][name]),
            findings=tuple(found[key]),
            key=stand.get(key),
            upper=upper[key],
        )
        for key, text in texts.items()
    ]


def project_as_it_stands(text: CandidateText, piece: Content | None, year: int) -> ProjectText:
    """What the list holds of it, under the candidate's number; before that what its words say."""
    number = text.candidate.number
    if piece and piece.project:
        return replace(piece.project, number=number)
    return project_of(text, number, year)


def principles(
    projects: dict[int, ProjectText], stand: dict[int, int], year: int
) -> dict[int, list[Finding]]:
    """What the principles find, by candidate; those that share a piece do not repeat each other."""
    keys = {project.number: key for key, project in projects.items()}
    found: dict[int, list[Finding]] = {key: [] for key in projects}
    for finding in findings(WholeList(year, "", "", "", projects=tuple(projects.values()))):
        about = [keys[number] for number in finding.numbers]
        if len({stand.get(key, -key) for key in about}) == len(about):
            for key in about:
                found[key].append(finding)
    return found


def project_of(text: CandidateText, number: int, year: int) -> ProjectText:
    """The candidate as a project: its text read like any other, its other words as they stand."""
    body = f"{number}. {text.title}。{text.text}"
    pieces = proposed(read(body), year).pieces
    projects = [piece.project for piece in pieces if piece.project]
    if len(projects) == 1 and projects[0].text == body:
        project = projects[0]
    else:
        project = ProjectText(text=body, tasks=(TaskText(number=1, text=text.text),))
    supports = text.supports.replace("，", "、").replace(",", "、").split("、")
    return replace(
        project,
        number=number,
        title=text.title,
        category=text.category or category_for(text.title, text.text),
        lead=text.lead,
        supports=tuple(dict.fromkeys(each.strip() for each in supports if each.strip())),
        funds=text.funds,
        funds_source=text.funds_source,
    )


def piece_of(text: CandidateText, number: int, year: int) -> Content:
    return Content.of(project_of(text, number, year))
