"""What must hold after every step of the walk."""

import io
import json
import re

from django.core.management import CommandError, call_command
from hypothesis.stateful import invariant

from projects.models import Event, LeadUnit, Programme, Project
from supervision.cards import verification
from supervision.models import Period, Report, ShownCard
from tests.walk.boxes import YEAR
from tests.walk.office import Broken, Office
from tests.walk.page import Page, Person

BESIDE = ["board/", "units/", "changes/", "corrections/", "bulletins/", "explanation/", "poster/",
          "data/", "places/", "status.csv", "status.xlsx", "commitments.ics"]  # fmt: skip
ELSEWHERE = ["/feed/", "/sitemap.xml", "/search/?q=照明", "/about/"]
OFFICE = ["", "changes/", "city/", "discipline/", "outlook/", "consequences/", "onepage/",
          "leaders/", "yearend/", "handover/", "policies/", "doubts/"]  # fmt: skip
IN_BULLETIN = re.compile(r"纳入调度的(\d+)件")


class Held:
    office: Office

    @invariant()
    def all_of_it(self):
        """What a refused step left as it was has been looked at already."""
        if not hasattr(self, "office"):
            return
        self.steps += 1
        type(self).walked += 1
        if self.steps % 5 == 0:
            self.the_ledger_holds()
        drafts = Report.objects.values_list("pk", "version").order_by("pk")
        seen = (self.office.today, Event.objects.order_by("number").last(), list(drafts))
        if seen == self.seen:
            return
        self.seen = seen
        self.every_page_answers()
        self.figures_change_only_with_an_entry()
        self.everybody_counts_the_same_projects()

    def every_page_answers(self):
        for who in self.office.people:
            page = self.office.act(who, "/admin/")
            if page.status != 200:
                self.broken(f"/admin/ answered {page.status} to {who}")
        self.answers("/")
        for number in Project.public.filter(programme__year=YEAR).values_list("number", flat=True):
            self.answers(f"/{YEAR}/{number}/")
        for beside in (BESIDE[self.steps % len(BESIDE)], BESIDE[-self.steps % len(BESIDE)]):
            self.answers(f"/{YEAR}/{beside}", 200, 404)
        self.answers(ELSEWHERE[self.steps % len(ELSEWHERE)])
        self.cards_answer()
        with_part = LeadUnit.objects.filter(assignments__project__programme__year=YEAR).distinct()
        units = list(with_part.order_by("pk").values_list("slug", flat=True))
        self.answers(f"/{YEAR}/units/{units[self.steps % len(units)]}/")
        self.office.act("officer", f"/admin/office/{OFFICE[self.steps % len(OFFICE)]}")

    def cards_answer(self):
        """One public card's page and files, another after each step."""
        shown = ShownCard.public.filter(period__programme__year=YEAR).order_by("pk")
        cards = list(shown.values_list("project__number", "period__month"))
        if cards:
            number, month = cards[self.steps % len(cards)]
            for file in ("", "facts.json", "verdict.json"):
                self.answers(f"/{YEAR}/{number}/cards/{month}/{file}")

    def answers(self, address: str, *statuses: int) -> Page:
        page = Person().open(address)
        if page.status not in (statuses or (200,)):
            self.broken(f"{address} answered {page.status}")
        return page

    def figures_change_only_with_an_entry(self):
        """What stands public of a month changes only with an entry in 更正记录."""
        shown: dict = {}
        rows = ShownCard.public.filter(period__programme__year=YEAR)
        for month, project, *card in rows.values_list(
            "period__month", "project", "card__digest", "colour"
        ):
            shown[month, project] = card
        before, self.public = self.public, shown
        changed = {project for (month, project), card in before.items()
                   if shown.get((month, project)) != card}  # fmt: skip
        if not changed:
            return
        told = self.answers(f"/{YEAR}/corrections/")
        for project in Project.everything.filter(pk__in=changed):
            if project.title not in told.text:
                self.broken(f"{project} changed in public and 更正记录 does not say so")

    def everybody_counts_the_same_projects(self):
        """Cards, home, bulletin and sheet of the latest public month."""
        programme = Programme.everything.get(year=YEAR)
        period = Period.public.filter(programme=programme).order_by("month").last()
        if period is None:
            return
        count = ShownCard.everything.filter(period=period).count()
        told = {"counts": sum(period.counts.values())}
        rows = json.loads(self.answers(f"/{YEAR}/status.json").content)["rows"]
        told["sheet"] = len({row["number"] for row in rows if row["card"]})
        tiles = self.answers(f"/{YEAR}/").tree.xpath("//ul[@class='tally']//b/text()")
        if tiles:
            told["home"] = sum(map(int, tiles))
        issued = self.answers(f"/{YEAR}/bulletins/{period.bulletin_number}/")
        if found := IN_BULLETIN.search(issued.text):
            told["bulletin"] = int(found[1])
        if set(told.values()) != {count}:
            self.broken(f"{period}: {count} cards, but {told}")

    def the_ledger_holds(self):
        if found := list(verification.cards()):
            self.broken("\n".join(found))
        said = io.StringIO()
        try:
            call_command("verify_ledger", stdout=said, stderr=said)
        except CommandError as error:
            self.broken(f"{said.getvalue()}\n{error}")

    def broken(self, what: str):
        raise Broken(what + "\n" + "\n".join(self.office.log))
