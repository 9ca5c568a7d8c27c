"""规则试算: what a policy would have changed over closed months; adopting it from there."""

from django import forms
from django.views.decorators.http import require_safe

from projects.clock import now
from projects.values.months import in_words
from supervision.actions import policies
from supervision.admin.cards.policies import PolicyButton, address_of, first_open_month
from supervision.admin.cards.policy_choice import Picked, PolicyChoice, pickings
from supervision.admin.office.frame import closed_periods, page, programme_of, years_of
from supervision.cards.simulation import Simulation, simulate
from supervision.models import Card, CardPolicy


class TryForm(forms.Form):
    policy = PolicyChoice(label="试算哪一版规则")
    month = forms.MultipleChoiceField(
        label="已定稿的月份",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一个已定稿的月份。"},
    )

    def __init__(self, periods, data=None, *, chosen: str = ""):
        months = [(period.month, in_words(period.month)) for period in periods]
        start = {"policy": chosen or pickings()[0][0], "month": [month for month, _ in months]}
        super().__init__(data, initial=start)
        self.fields["month"].choices = months


@require_safe
def simulator(request):
    programme = programme_of(request)
    periods = closed_periods(programme)
    data = request.GET if "policy" in request.GET else None
    form = TryForm(periods, data, chosen=request.GET.get("start", ""))
    found = {}
    if form.is_valid():
        chosen = [period for period in periods if period.month in form.cleaned_data["month"]]
        found = tried(form.cleaned_data["policy"], chosen)
    context = {
        "title": "规则试算",
        "form": form,
        "periods": periods,
        **years_of(programme),
        **found,
    }
    return page(request, "cards/simulator.html", context, status=400 if form.errors else 200)


def tried(choice: Picked, periods: list) -> dict:
    """The outcome; nothing is written."""
    result = simulate(choice.policy, periods)
    former = {changed.card.policy_id for changed in result.changed}
    return {
        "choice": choice,
        "result": result,
        # What a rule speaks of comes first, a mere change of words after it.
        "changed": sorted(result.changed, key=lambda changed: not changed.reasons),
        "counts": counts(result),
        "chosen": periods,
        "former": CardPolicy.objects.filter(pk__in=former),
        "valid_from": choice.row.valid_from if choice.row else first_open_month(),
    }


def counts(result: Simulation) -> list[dict]:
    """Each colour's cards before and after, the worst last; only colours that occur."""
    rows = []
    for colour in Card.Colour:
        before, after = result.before.get(colour, 0), result.after.get(colour, 0)
        if before or after:
            rows.append(
                {"colour": colour, "before": before, "after": after, "more": after - before}
            )
    return rows


class AdoptForm(forms.Form):
    policy = PolicyChoice()
    valid_from = forms.CharField(max_length=7, required=False)


class AdoptPage(PolicyButton):
    """Adopt a draft or a preset, from the month given on."""

    form_class = AdoptForm

    def act(self, form):
        choice = form.cleaned_data["policy"]
        act = {"valid_from": form.cleaned_data["valid_from"], "by": self.request.user, "at": now()}
        if choice.row:
            return policies.adopt_draft(draft=choice.row, **act)
        return policies.adopt(policy=choice.policy, **act)

    def said(self, row):
        return f"已启用{row}，自{in_words(row.valid_from)}起，已记入操作留痕。"

    def onward(self, row):
        return address_of(row)
