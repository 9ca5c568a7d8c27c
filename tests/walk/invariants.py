"""What must hold after every step of the walk."""

import io

from django.core.management import call_command
from hypothesis.stateful import invariant

from projects.models import (
    Project,
)
from supervision.cards import verification
from supervision.models import (
    Correction,
    OverrideDecision,
    Period,
    ShownCard,
)
from tests.walk.office import YEAR, Broken
from tests.walk.page import Person


class Held:
    @invariant()
    def every_page_answers(self):
        if not hasattr(self, "office"):
            return
        for who in self.office.people:
            page = self.office.act(who, "/admin/")
            if page.status != 200:
                self.broken(f"/admin/ answered {page.status} to {who}")
        resident = Person()
        pages = ["/", f"/{YEAR}/"]
        pages += [f"/{YEAR}/{p.number}/" for p in Project.public.filter(programme__year=YEAR)]
        for address in pages:
            page = resident.open(address)
            if page.status not in (200, 404):
                self.broken(f"{address} answered {page.status}")

    @invariant()
    def figures_change_only_with_a_reason(self):
        """What stands public of a month changes only by a published correction or a decision."""
        if not hasattr(self, "office"):
            return
        shown: dict = {}
        rows = ShownCard.public.order_by("pk").values_list(
            "period__month", "project", "card__digest", "colour"
        )
        for month, *card in rows:
            shown.setdefault(month, []).append(tuple(card))
        reasons = (
            Correction.objects.filter(published_at__isnull=False).count()
            + OverrideDecision.objects.filter(confirmed=True).count()
        )
        changed = [month for month, cards in self.public.items() if shown.get(month) != cards]
        if changed and reasons == self.reasons:
            self.broken(f"published months changed without a reason: {changed}")
        self.public, self.reasons = shown, reasons

    @invariant()
    def everybody_counts_the_same_projects(self):
        for period in Period.public.filter(programme__year=YEAR):
            shown = ShownCard.everything.filter(period=period).count()
            if sum((period.counts or {}).values()) != shown:
                self.broken(f"{period}: {period.counts} for {shown} cards")

    @invariant()
    def the_ledger_holds(self):
        self.steps += 1
        if not hasattr(self, "office") or self.steps % 5:
            return
        if found := list(verification.cards()):
            self.broken("\n".join(found))
        said = io.StringIO()
        try:
            call_command("verify_ledger", stdout=said, stderr=said)
        except Exception:
            self.broken(said.getvalue())

    def broken(self, what: str):
        raise Broken(what + "\n" + "\n".join(self.office.log))
