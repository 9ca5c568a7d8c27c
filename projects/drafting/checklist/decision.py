import datetime as dt
from collections.abc import Iterator

from projects.drafting.approved import approval_of, differing
from projects.drafting.models import Drafting, Opinion
from projects.drafting.stages import Lack, Stage
from projects.values import days


def running(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Who was asked has until the last day, unless it was ended before."""
    for each in drafting.consultations.select_related("draft", "end"):
        if each.open_on(day):
            said = f"{each}到{days.in_words(each.until)}截止，还没有截止。"
            yield Lack(Stage.CONSULT, said, "drafting_consultations")


def unruled(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Every opinion gets a word before anybody decides."""
    if count := Opinion.objects.unruled(drafting).count():
        yield Lack(Stage.CONSULT, f"还有{count}条意见没有处理。", "drafting_opinions")


def undecided(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """What is issued was decided on, to the letter; a list from elsewhere was so elsewhere."""
    if drafting.adopted:
        return
    if wrong := differing(approval_of(drafting), list(drafting.passages.current())):
        yield Lack(Stage.DECIDE, wrong, "drafting_approval")
