"""公开稿 whose figures cannot be wrong: on one page, filled, asked about."""

import json

import pytest

from projects.models import Event
from supervision.actions import overrides, periods, releases, rewordings, showing
from supervision.models import Card, Period, Release
from tests.admin.released import month_page, release_page, words, write
from tests.factories import make_officer, make_programme, make_project, make_unit, moment
from tests.public.months import make_card, make_month, quantity

pytestmark = pytest.mark.django_db
AT, LATER = moment("2023-10-11 09:00"), moment("2023-10-20 09:00")


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_CLOCK = LATER


@pytest.fixture
def officer(db):
    return make_officer()


@pytest.fixture
def second(db):
    return make_officer("second")


@pytest.fixture
def lights(db):
    """149口 promised, 120 planned by September, 90 done: yellow."""
    programme = make_programme()
    unit = make_unit("教育（演示）")
    return make_project(programme, unit=unit, number=12, title="教室照明", category="children")


@pytest.fixture
def september(lights) -> Period:
    period = make_month(lights.programme, stage="closed")
    make_card(period, lights, quantity())
    return period


@pytest.fixture
def office(sign_in, officer):
    return sign_in(officer)


def signed(period, project, text, officer, second, vouched=()) -> Release:
    release = releases.draft_release(
        period=period, project=project, text=text, vouched=vouched, by=officer, at=AT
    )
    release = releases.review_release(release=release, by=second, at=AT)
    return releases.sign_release(release=release, by=officer, at=AT)


def publish(period, officer) -> Period:
    return periods.publish_month(
        period=period,
        signer="演示签发人",
        basis="演示纪要",
        by=officer,
        at=moment("2023-10-12 10:00"),
    )


def corrected_to(period, project, value: str) -> Card:
    """A later version of the card, shown in public as publishing a correction does."""
    period = Period.everything.get(pk=period.pk)
    card = make_card(
        period, project, quantity(readings={"2023-09": value}), version=2,
        computed_at=moment("2023-10-18 10:00"),
    )  # fmt: skip
    showing.tell_again(period)
    return card


def test_a_figure_that_is_not_the_card_s_is_asked_about_with_what_is(office, september, lights):
    answer = write(office, september, lights, "已完成54口，比计划少1口。")
    page = answer.content.decode()
    assert answer.status_code == 400 and not Release.everything.exists()
    assert "手写的“54”不是系统里的数（累计90口，目标149口，差额比计划少30口）" in page
    assert 'value="54"' in page and 'value="1"' in page
    assert write(office, september, lights, "已完成54口。", "54").status_code == 302
    assert Release.everything.get().checked == ["54"]
    assert "手写数字已核对：54" in json.loads(Event.objects.first().body)["note"]


def test_a_figure_in_characters_is_asked_about_too(office, september, lights):
    answer = write(office, september, lights, "已完成五十四口，两个班组在装。")
    assert answer.status_code == 400 and not Release.everything.exists()
    assert "手写的“五十四”不是系统里的数" in answer.content.decode()
    vouched = write(office, september, lights, "已完成五十四口，两个班组在装。", "五十四")
    assert vouched.status_code == 302 and Release.everything.get().checked == ["五十四"]


def test_a_number_of_one_character_is_asked_about_before_the_project_s_measure(
    office, september, lights
):
    text = "一是完成三口，二是两个班组在装，统一验收。"
    page = write(office, september, lights, text).content.decode()
    assert "手写的“三”不是系统里的数" in page and "手写的“两”" not in page
    assert 'value="三"' in page
    assert write(office, september, lights, text, "三").status_code == 302
    release = Release.everything.get()
    assert (
        release.checked == ["三"]
        and "手写数字已核对：三" in json.loads(Event.objects.first().body)["note"]
    )


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("本月红牌，正在赶工。", "红牌", "本月的牌是进度偏慢、黄牌"),
        ("教室照明正按序时推进。", "按序时推进", "进度偏慢、黄牌"),
        ("全部完工，正在验收。", "全部完工", "还没有全部完成"),
        ("完成近八成。", "近八成", "完成率是60.4%"),
        ("2024年1月底前完成。", "2024年1月底", "要求完成的日子是2023年12月31日"),
        ("又装廿五口。", "廿五", "不是系统里的数"),
    ],
)
def test_words_that_the_card_does_not_bear_are_asked_about_and_taken_with_a_tick(
    office, september, lights, text, words, said
):
    answer = write(office, september, lights, text)
    page = answer.content.decode()
    assert answer.status_code == 400 and not Release.everything.exists()
    assert f"“{words}”" in page and said in page and f'value="{words}"' in page
    assert write(office, september, lights, text, words).status_code == 302
    assert Release.everything.get().checked == [words]
    assert f"手写数字已核对：{words}" in json.loads(Event.objects.first().body)["note"]


@pytest.mark.parametrize(
    ("display", "text", "words"),
    [
        ("words", "本月黄牌。", "黄牌"),
        ("words", "本月进度滞后。", "进度滞后"),
        ("bar", "本月黄牌。", "黄牌"),
        ("bar", "本月进度偏慢。", "进度偏慢"),
    ],
)
def test_what_the_programme_does_not_show_is_asked_about(
    office, september, lights, display, text, words
):
    lights.programme.card_display = display
    lights.programme.save()
    page = write(office, september, lights, text).content.decode()
    assert f"“{words}”和系统里的不一致" in page
    if display == "words":
        assert write(office, september, lights, "本月进度偏慢。").status_code == 302


def test_words_that_were_true_of_the_card_before_keep_a_corrected_month_from_the_public(
    september, lights, officer, second, office
):
    release = signed(september, lights, "进度偏慢，正在赶工。", officer, second)
    make_card(september, lights, quantity(readings={"2023-09": "120"}), version=2)
    with pytest.raises(releases.Refused, match="第12项的公开稿签发以后牌已经更正"):
        publish(september, officer)
    page = office.get(release_page(release)).content.decode()
    assert 'value="进度偏慢"' in page, "a tick of its own"
    with pytest.raises(releases.Refused, match="进度偏慢"):
        rewordings.confirm_release(release=release, by=officer, at=AT)
    rewordings.confirm_release(release=release, vouched=["进度偏慢"], by=officer, at=AT)
    publish(september, officer)


def test_what_agrees_becomes_a_placeholder_of_itself(office, september, lights):
    text = "已完成90口，比计划少30口，共149口，正在赶工。"
    assert write(office, september, lights, text).status_code == 302
    release = Release.everything.get()
    assert release.text == "{{ 进展 }}，共{{ 目标 }}，正在赶工。"
    assert not release.checked
    assert "已完成90口，比计划少30口，共149口" in office.get(release_page(release)).content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已完成{{ 滞后.件数 }}件。", "没有“{{ 滞后.件数 }}”这个占位符"),
        ("已完成{{ 累计 }", "大括号没有成对"),
        ("话" * 301, "最多300字"),
    ],
)
def test_what_may_not_stand_is_told_beside_its_box(office, september, lights, text, said):
    answer = write(office, september, lights, text)
    assert answer.status_code == 400 and said in answer.content.decode()


def test_where_drafts_are_listed_they_read_as_they_would_in_public(
    office, september, lights, officer, second
):
    write(office, september, lights, "已完成90口，正在赶工。")
    month, drafts = (
        f"/admin/supervision/period/{september.pk}/change/",
        "/admin/supervision/release/",
    )
    for address in (month, drafts):
        page = office.get(address).content.decode()
        assert "已完成90口，比计划少30口" in page or "已完成90口，正在赶工。" in page, address
        assert "{{" not in page, address
    release = Release.everything.get()
    releases.sign_release(
        release=releases.review_release(release=release, by=second, at=AT), by=officer, at=AT
    )
    publish(september, officer)
    rewordings.withdraw_release(
        release=Release.everything.get(), reason="写错", hidden=False, by=officer, at=LATER
    )
    for address in (month, drafts):
        page = office.get(address).content.decode()
        assert "已撤回，公众看不到文字" in page and "已完成" not in page, address


def test_nothing_is_written_before_there_are_figures(office, lights):
    period = make_month(lights.programme, stage="open")
    page = office.get(month_page(period)).content.decode()
    assert "定稿后才有数字可填" in page
    with pytest.raises(releases.Refused, match="还没有定稿"):
        releases.draft_release(
            period=period, project=lights, text="文字", by=make_officer("x"), at=AT
        )


def test_the_page_shows_figures_last_words_and_reasons_beside_the_box(
    office, september, lights, officer, second
):
    august = make_month(lights.programme, "2023-08", published="2023-09-12 10:00")
    make_card(august, lights, quantity(readings={"2023-08": "78"}))
    Release.everything.create(
        period=august, project=lights, text="八月的话。", said="八月的话。", drafted_by=officer,
        drafted_at=AT, reviewed_by=second, reviewed_at=AT, signed_by=officer, signed_at=AT,
    )  # fmt: skip
    make_card(
        september, make_project(lights.programme, number=3), quantity(readings={"2023-09": "149"})
    )
    page = office.get(month_page(september))
    shown = page.content.decode()
    for said in ("八月的话。", "90口", "比计划少30口", "亮牌原因", "其他项目（1项，可以不写）"):
        assert said in shown
    [row] = page.context["first"]
    assert row.form["text"].value() == "{{ 进展 }}。"


def test_another_version_is_not_overwritten(office, september, lights):
    assert write(office, september, lights, "第一稿。").status_code == 302
    late = write(office, september, lights, "另一稿。", version=0)
    assert late.status_code == 400 and "刚刚保存过" in late.content.decode()
    assert Release.everything.get().text == "第一稿。"


def test_many_are_reviewed_and_signed_and_one_that_changed_is_named(
    office, sign_in, second, september, lights
):
    other = make_project(lights.programme, number=13)
    make_card(september, other, quantity())
    both = words(lights, "照明的话。") | words(other, "另一项的话。")
    assert office.post(month_page(september), {**both, "save": "1"}).status_code == 302
    write(office, september, other, "另一项的新话。", version=1)
    picks = {f"p{each.pk}-pick": "on" for each in (lights, other)}
    seen = words(lights, "", version=1) | words(other, "", version=1) | picks
    reviewed = sign_in(second).post(month_page(september), {**seen, "review": "1"})
    assert reviewed.status_code == 400
    assert "还有1篇没有办：第13项" in reviewed.content.decode()
    assert "文字刚刚改过，请看过再办" in reviewed.content.decode()
    assert [each.step for each in Release.everything.order_by("project__number")] == [
        "已复核，待签发", "待复核",
    ]  # fmt: skip
    seen |= words(other, "", version=2)
    own = office.post(month_page(september), {**seen, "review": "1"})
    assert "起草人不能复核" in own.content.decode()
    seen |= words(lights, "", version=1)
    assert office.post(month_page(september), {**seen, "sign": "1"}).status_code == 302
    assert Release.everything.get(project=lights).signed_at


def test_a_correction_moves_the_sentence_everywhere(
    client, september, lights, officer, second, office
):
    signed(september, lights, "已完成90口，正在赶工。", officer, second)
    publish(september, officer)
    assert "已完成90口，正在赶工。" in client.get("/2023/12/").content.decode()
    first = Period.everything.get().data_version
    corrected_to(september, lights, "95")
    page = client.get("/2023/12/").content.decode()
    assert "已完成95口，正在赶工。" in page and "已完成90口" not in page
    assert "95口，正在赶工" in client.get("/2023/status.csv").content.decode("utf-8-sig")
    assert "已完成95口" in client.get("/search/?q=赶工").content.decode()
    assert first
    desk = office.get("/admin/").content.decode()
    assert "更正后没有核对的公开稿 1" in desk
    release = Release.everything.get()
    assert "牌已经更正，这段文字还成立吗" in office.get(release_page(release)).content.decode()
    assert office.post(release_page(release), {"keep": "1"}).status_code == 302
    assert "更正后没有核对的公开稿" not in office.get("/admin/").content.decode()


def test_a_figure_vouched_for_keeps_a_corrected_month_from_the_public(
    september, lights, officer, second
):
    release = signed(september, lights, "剩余30口正在施工。", officer, second, vouched=["30"])
    make_card(september, lights, quantity(readings={"2023-09": "95"}), version=2)
    with pytest.raises(releases.Refused, match="第12项的公开稿签发以后牌已经更正"):
        publish(september, officer)
    with pytest.raises(releases.Refused, match="逐个核对"):
        rewordings.confirm_release(release=release, by=officer, at=AT)
    rewordings.confirm_release(release=release, vouched=["30"], by=officer, at=AT)
    publish(september, officer)


def test_an_override_is_obeyed_by_the_word_of_the_card(client, september, lights, officer, second):
    signed(september, lights, "本月{{ 牌 }}。", officer, second)
    publish(september, officer)
    assert "本月黄牌（进度偏慢）。" in client.get("/2023/12/").content.decode()
    override = overrides.propose_override(
        project=lights, colour="red", first="2023-09", last="2023-09", reason="演示",
        basis_kind="minutes", basis="演示纪要", by=officer, at=LATER,
    )  # fmt: skip
    overrides.decide_override(override=override, confirmed=True, reason="", by=second, at=LATER)
    assert "本月红牌（进度滞后）。" in client.get("/2023/12/").content.decode()
