"""What one piece of a draft list holds: its text, and for a project what was read from it."""

import datetime as dt
from dataclasses import asdict, dataclass, field, replace

from projects.drafting.places import follow, locate
from projects.values.promises import ProjectText, TargetText, TaskText, from_dict


@dataclass(frozen=True)
class Aside:
    """A figure that is no target, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Content:
    """Words between (`project` None), or a project; `taken` once a person has looked at it.

    `doubts` are the reader's questions, `city` whether it stands on the city's list.
    """

    text: str = ""
    project: ProjectText | None = None
    asides: tuple[Aside, ...] = ()
    doubts: tuple[str, ...] = ()
    city: bool = False
    taken: bool = False

    @classmethod
    def of(cls, project: ProjectText, **more) -> "Content":
        return cls(text=project.text, project=project, **more)

    @classmethod
    def from_dict(cls, given: dict) -> "Content":
        project = given["project"]
        return cls(
            **given
            | {
                "project": project and from_dict(project),
                "asides": tuple(Aside(**each) for each in given["asides"]),
                "doubts": tuple(given["doubts"]),
            }
        )

    def as_dict(self) -> dict:
        return asdict(self)

    @property
    def name(self) -> str:
        if self.project is None:
            return self.text.strip()[:30] or "空行"
        return f"{self.project.number or '?'}. {self.project.title or '（还没有名称）'}"

    def with_targets(self, targets: tuple[TargetText, ...]) -> "Content":
        return replace(self, project=replace(self.project, targets=targets))

    def with_text(self, text: str) -> "Content":
        """The same with its text edited: what was read of it stands where its words now are.

        Where they are gone, a target loses its place and a figure or a doubt is let go.
        """
        if self.project is None or text == self.text:
            return replace(self, text=text)
        before, project = self.text, self.project
        asides = [
            Aside(*span, each.why)
            for each in self.asides
            for span in follow(before, text, [(each.start, each.end)])[0]
        ]
        remarks = [
            (start, text[start:end], why)
            for at, excerpt, why in project.remarks
            for start, end in follow(before, text, [(at, at + len(excerpt))])[0]
        ]
        project = replace(
            project,
            text=text,
            tasks=tuple(moved_task(each, before, text) for each in project.tasks),
            targets=tuple(
                replace(each, spans=follow(before, text, each.spans)[0]) for each in project.targets
            ),
            remarks=tuple(remarks),
        )
        return replace(self, text=text, project=project, asides=tuple(asides))


def moved_task(task: TaskText, before: str, after: str) -> TaskText:
    """The task as its words read in the edited text; as it was where they are gone."""
    place = locate(before, task.marker + task.text)
    if place is None or after.count(task.marker + task.text) == 1:
        return task
    kept, _ = follow(before, after, [place])
    return replace(task, text=after[slice(*kept[0])].removeprefix(task.marker)) if kept else task


@dataclass(frozen=True)
class Proposed:
    """What a text was read as: the head of the list and its pieces in order."""

    title: str = ""
    year: int | None = None
    authority: str = ""
    document_number: str = ""
    issued_on: dt.date | None = None
    pieces: tuple[Content, ...] = ()
    doubts: tuple[str, ...] = field(default=())
