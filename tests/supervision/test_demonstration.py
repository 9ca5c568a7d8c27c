"""The demonstration tells DEMO's year through the real actions and rules."""

import json
import subprocess
import sys
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.drafting.candidates import standing
from projects.drafting.models import Drafting
from projects.drafting.papers.explanation import sections
from projects.drafting.upper import matrix
from projects.ledger.differences import added_by
from projects.models import Assignment, Event, LeadUnit, Programme, User
from supervision.actions.slips import asked_of
from supervision.briefing.one_page import one_page
from supervision.briefing.paper import values_of
from supervision.models import (
    Acceptance,
    BulletinText,
    Card,
    Period,
    Release,
    Report,
    ShownCard,
    Slip,
)
from supervision.published.bulletin_claims import claims_against
from supervision.published.bulletin_issue import issue_of
from supervision.published.bulletin_words import SECTIONS
from supervision.published.holding import words_against
from supervision.published.placeholders import measures_in, typed_figures
from supervision.published.released import standing_in
from tests.factories import moment

# March to September, by project.
WANTED = {
    **dict.fromkeys(range(1, 23), "BBBBBBB"),
    7: "BBBBBBY",
    9: "BBYYBBB",
    10: "BBBBBBY",
    12: "BBBBBYY",
    16: "BBBYYRR",
    20: "BBBBBYY",
    21: "YBBBBBY",
    22: "BBBYYRR",
}
LETTERS = {"blue": "B", "yellow": "Y", "red": "R"}


@pytest.fixture(scope="module")
def told_once(demonstration, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield demonstration.again()
        transaction.set_rollback(True)


@pytest.fixture
def told(told_once, db):
    return told_once


def run(*args) -> str:
    out = StringIO()
    call_command(*args, stdout=out, stderr=out)
    return out.getvalue()


def test_what_is_accepted_was_polled_and_says_it_is_made_up(told, client):
    page = client.get("/2023/satisfaction/").content.decode()
    assert "代表测评" in page and "（演示）" in page and "演示：视察测评表1号" in page
    assert page.count("/2023/11/") and "满意26票" in page
    assert "满意度测评" in client.get("/2023/11/").content.decode()


def test_every_event_of_the_year_opens(told, client):
    client.force_login(User.objects.get(username="officer"))
    kinds = {}
    for event in Event.objects.order_by("number"):
        added_by(event)
        kinds[event.action] = event
    assert "公开发布" in kinds
    for event in kinds.values():
        assert client.get(f"/admin/projects/event/{event.pk}/change/").status_code == 200


def test_the_year_comes_out_as_told(told):
    board = {}
    for shown in ShownCard.public.select_related("project").order_by("period__month"):
        board[shown.project.number] = board.get(shown.project.number, "") + LETTERS[shown.colour]
    assert board == WANTED
    assert told.demonstration and all("演示" in unit.name for unit in LeadUnit.objects.all())
    assert all("演示" in user.name for user in User.objects.all())
    assert all("演示" in project.leader for project in told.projects.all())

    september = Period.everything.get(month="2023-09")
    assert september.counts == {"blue": 15, "yellow": 5, "red": 2, "none": 0, "unrated": 0}
    assert (september.bulletin_number, str(september.due)) == (7, "2023-10-07")
    assert str(september.next_update) == "2023-11-13"

    october = Period.everything.get(month="2023-10")
    states = list(october.reports.values_list("state", flat=True))
    assert [states.count(state) for state in ("accepted", "submitted", "returned")] == [14, 3, 2]
    assert [states.count(state) for state in ("draft", "missing")] == [1, 2]
    assert not ShownCard.public.filter(period=october).exists()

    former = Assignment.objects.get(project__number=21, role="lead", until__isnull=False)
    june = Card.everything.get(project__number=21, period__month="2023-06")
    assert former.unit.name == june.unit_name == "城市管理（演示）"

    assert "核验通过" in run("verify_ledger")
    assert "没有改动" in run("load_demo")
    assert Programme.everything.count() == 1


def test_how_both_lists_came_to_be_is_told_whole(told, client):
    for year in (2023, 2024):
        proposals = client.get(f"/{year}/making/proposals/").content.decode()
        for kind in ("采纳", "不采纳", "托育教育", "文化法治"):
            assert f'<th scope="row">{kind}</th>' in proposals
        for unsaid in ("还没有归类", "还没有去向", "还没有整理好"):
            assert unsaid not in proposals
    assert "<b>并入</b>：建设口袋公园。" in proposals
    for each in standing(Drafting.objects.get(year=2024)):
        assert each.key and each.project.lead and each.project.targets
        assert {finding.text for finding in each.findings} <= {"没有写投资和资金来源。"}
    making = client.get("/2023/making/").content.decode()
    assert "征求5个单位、区领导的意见，收到意见3条：采纳2条，不采纳1条。" in making
    making = client.get("/2024/making/").content.decode()
    assert "收到意见3条：采纳1条，部分采纳1条，正在研究1条。" in making


def test_the_papers_of_both_lists_have_their_figures(told):
    past, coming = Drafting.objects.order_by("year")
    words = "".join(line for _, lines in sections(past) for line in lines)
    assert "22个项目，29项任务，58个指标。" in words
    lines = matrix(coming, list(coming.passages.current()))
    kinds = [line.answer.get_kind_display() for line in lines]
    assert kinds == ["承接", "承接，数待定", "不涉及本区"]


def test_one_project_is_accepted_and_two_matters_are_put_forward(told, client):
    [acceptance] = Acceptance.objects.all()
    assert (acceptance.project.number, acceptance.outcome) == (11, "通过验收")
    assert acceptance.decision.confirmed and acceptance.decision.by != acceptance.proposed_by
    assert "通过验收" in client.get("/2023/11/").content.decode()
    page = values_of(one_page(Period.everything.get(month="2023-10"), moment("2023-11-07 10:00")))
    assert any("新河文化中心" in line for line in page["提请事项"])


def test_a_leader_reads_september_with_what_was_asked_and_what_is_theirs(told, client):
    client.force_login(User.objects.get(username="district"))
    page, own = (client.get(at).content.decode() for at in ("/admin/", "/admin/?mine=1"))
    assert "2023年9月滞后项目" in page and "两个标段重新招标，汛期停工" in page
    assert (page.count("<article"), own.count("<article")) == (7, 2)


def test_the_officer_is_asked_about_the_month_the_story_tells(told):
    asked = Report.objects.filter(submissions__readings__asked__contains="与计划数完全相同")
    assert set(asked.values_list("project__number", flat=True)) == {3}
    threshold = Report.objects.filter(
        submissions__readings__asked__contains="界线", period__month="2023-10"
    )
    assert threshold.get().project.number == 12


def test_no_figure_in_a_released_sentence_disagrees_with_its_card(told, client):
    released = Release.public.select_related("period__programme", "project")
    found = {}
    for release in released:
        standing = standing_in(release.period, [release.project_id])[release.project_id]
        known = {each for value in standing.values.values() for each in typed_figures(str(value))}
        own = measures_in(standing.values)
        wrong = {*typed_figures(release.said, own)} - known - {*release.checked}
        if wrong:
            found[str(release)] = wrong
        assert not {*release.checked} & known, release
        sheet = client.get(f"/2023/status.csv?month={release.period.month}")
        assert release.said in sheet.content.decode("utf-8-sig")
        assert release.said in client.get(f"/2023/{release.project.number}/").content.decode()
    assert released.count() == 18 and found == {}


def test_nothing_true_that_the_office_wrote_is_asked_about(told):
    """Of 18 sentences, 7 bulletins and every slip: no question but those of figures."""
    asked = []
    for release in Release.public.select_related("period__programme", "project"):
        standing = standing_in(release.period, [release.project_id])[release.project_id]
        asked += words_against(release.text, standing.known, standing.values).items()
    texts = BulletinText.objects.select_related("period__programme")
    for text in texts:
        asked += claims_against([getattr(text, key) for key in SECTIONS], issue_of(text.period))
    slips = Slip.objects.select_related("project")
    for slip in slips:
        asked += asked_of(slip, slip.demand).items()
    assert asked == [] and len(texts) >= 7 and len(slips) >= 8


def test_every_public_card_replays_with_the_file_from_the_site(told, client, tmp_path):
    """As somebody outside does it: three files of a card and Python alone."""
    program = tmp_path / "replay_card.pyz"
    program.write_bytes(client.get("/replay_card.pyz").content)
    wanted, files, rules = [], [], set()
    for shown in ShownCard.public.select_related("card__period", "project").order_by("pk"):
        here = f"/2023/{shown.project.number}/cards/{shown.card.period.month}/"
        facts, verdict, policy = (
            client.get(f"{here}{name}.json") for name in ("facts", "verdict", "policy")
        )
        if "withheld" in facts.json():
            continue
        file = tmp_path / f"{len(files)}.json"
        file.write_bytes(facts.content)
        files.append(file.name)
        wanted.append(verdict.json())
        rules.add(policy.content)
    (tmp_path / "policy.json").write_bytes(rules.pop())
    assert len(files) > 140 and not rules
    ran = subprocess.run(
        [sys.executable, "-I", "-S", program, *files, "--policy", "policy.json", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    parts = ("digest", "actual", "planned", "findings", "to_clear")
    assert [[each[part] for part in parts] for each in found] == [
        [each[part] for part in parts] for each in wanted
    ]


def test_the_file_from_the_site_names_its_licence(client, tmp_path):
    file = tmp_path / "replay_card.pyz"
    file.write_bytes(client.get("/replay_card.pyz").content)
    assert "木兰宽松许可证" in ZipFile(file).read("LICENSE").decode()
    helped = subprocess.run(
        [sys.executable, "-I", "-S", file, "--help"], capture_output=True, text=True, check=True
    )
    assert "MulanPSL-2.0" in helped.stdout
