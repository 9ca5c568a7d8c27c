"""Whatever the facts of a month are, as long as the rules take them: every page of it answers."""

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supervision.rules import PRESETS
from tests.dice import times
from tests.factories import make_programme, make_project
from tests.public.months import count_cards, make_card, make_month
from tests.rules.test_properties import projects

PAGES = [
    "/", "/2023/?sort=behind", "/2023/?sort=done", "/2023/board/", "/2023/changes/",
    "/2023/bulletins/9/", "/2023/bulletins/9/bulletin.docx", "/2023/units/", "/2023/poster/",
    "/feed/", "/search/?q=项", "/2023/status.csv", "/2023/status.xlsx", "/2023/status.json",
]  # fmt: skip
OWN = ["", "cards/2023-09/", "cards/2023-09/facts.json", "cards/2023-09/verdict.json"]


@settings(
    max_examples=times(10),
    phases=[Phase.explicit, Phase.generate],  # to shrink a month of pages takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    months=st.lists(projects(), min_size=3, max_size=6),
    policy=st.sampled_from(sorted(PRESETS)),
    display=st.sampled_from(["full", "words", "bar"]),
)
def test_every_page_of_a_month_answers(client, db, months, policy, display):
    with transaction.atomic():
        programme = make_programme(card_display=display)
        period = make_month(programme)
        for number, facts in enumerate(months, 1):
            project = make_project(programme, number=number)
            told = {key: facts[key] for key in ("previous_cards", "missing_months", "report")}
            make_card(period, project, *facts["targets"], policy=policy, facts=told)
        count_cards(period)
        pages = OWN if display != "bar" else OWN[:1]  # where colours are withheld, so is the card
        own = [f"/2023/{number}/{page}" for number in range(1, len(months) + 1) for page in pages]
        answered = {page: client.get(page).status_code for page in [*PAGES, *own]}
        transaction.set_rollback(True)
    assert {page: status for page, status in answered.items() if status != 200} == {}
