from urllib.parse import quote

import pytest

from projects.models import ExplanationSection
from supervision.models import BulletinText
from tests.factories import (
    make_message,
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    moment,
)
from tests.public.months import make_release
from tests.public.test_places import make_site

pytestmark = pytest.mark.django_db


def found(client, q, **more):
    answer = client.get("/search/", {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("q", ["教室", "149口", "改善教学"])
def test_two_characters_of_title_or_promise_are_enough(client, september, q):
    page = found(client, q)
    assert 'href="/2023/12/"' in page
    assert f"<mark>{q}</mark>" in page


def test_a_sentence_is_found_by_what_the_public_reads_of_it(client, lights, september):
    make_release(september, lights, "已改造113间教室。", text="已改造{{ 累计 }}间教室。")
    assert "2023年9月公布" in found(client, "113间")
    assert "2023年9月公布" not in found(client, "{{")


def test_targets_units_sentences_and_the_explanation_are_searched(client, lights, september):
    make_target(lights, "照明改造口数")
    make_release(september, lights, "改为周末和夜间施工。")
    ExplanationSection.objects.create(
        programme=lights.programme, number=1, heading="起草背景", text="广泛征求群众意见。"
    )
    assert "指标" in found(client, "口数")
    assert "2023年9月公布" in found(client, "夜间")
    assert "/2023/units/" in found(client, "教育（演示）")
    assert "起草背景" in found(client, "征求")


def test_public_answers_are_searched_and_messages_never(client, programme, lights, september):
    programme.feedback = True
    programme.save()
    officer, at = make_officer(), moment("2023-10-09 09:00")
    make_message(lights, text="灯还是老灯，我叫某某。")
    make_message(
        lights, state="answered", reason="done", summary="反映灯具未换",
        answer="已于周末更换完毕。", text="私下的原话", answered_at=at, answered_by=officer,
        closed_at=at, closed_by=officer,
    )  # fmt: skip
    assert "公开答复" in found(client, "更换完毕")
    assert "没有找到" in found(client, "老灯")
    assert "没有找到" in found(client, "原话")


def test_what_is_not_public_is_not_found(client, lights, september):
    make_release(september, lights, "没有签发的话", signed=False)
    make_project(make_programme(2024, state="draft"), title="草稿里的项目")
    make_target(lights, "内部指标", public=False)
    for q in ("没有签发", "草稿里", "内部指标"):
        assert "没有找到" in found(client, q)


def test_hits_are_marked_and_nothing_else_gets_through(client, lights, september):
    lights.title = "照明<script>alert(1)</script>&改造"
    lights.save()
    page = found(client, "<script>")
    assert "<mark>&lt;script&gt;</mark>alert" in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in found(client, "<b>x")


def test_signs_with_a_meaning_elsewhere_are_only_themselves(client, september):
    for q in ("%", "_", "(", "[a-z]", ".*", "\\", "'"):
        assert "没有找到" in found(client, q)


def test_an_empty_result_helps(client, september):
    page = found(client, "没有的词")
    assert "清单里没有找到“没有的词”" in page
    assert 'href="/2023/units/"' in page and "12345" in page


def test_without_a_word_there_is_only_the_form(client, db):
    assert "两个字就能找" in found(client, "")


def test_letters_are_found_in_either_case(client, lights, september):
    lights.title = "推广LED照明"
    lights.save()
    assert "<mark>LED</mark>" in found(client, "led")


def test_many_hits_are_paged_and_few_queries_asked(
    client, programme, django_assert_max_num_queries
):
    for _ in range(60):
        make_project(programme)
    with django_assert_max_num_queries(15):
        page = found(client, "演示项目")
    assert "第1页，共2页" in page
    assert "?q=%E6%BC%94" in page
    assert "演示项目" in found(client, "演示项目", page="2")


def test_large_type_is_kept(client, september):
    page = found(client, "教室", view="large")
    assert 'href="/2023/12/?view=large"' in page
    assert 'name="view" value="large"' in page


@pytest.mark.parametrize("q", ["１４９口", "照明　改造", "照明 149", "  照明   改造 "])
def test_full_width_signs_and_several_words_are_read_as_they_are_meant(client, lights, q):
    lights.title, lights.text = "改善教室照明", "改造提升149口教室照明条件。"
    lights.save()
    assert 'href="/2023/12/"' in found(client, q)


def test_every_word_has_to_be_there(client, september):
    assert "没有直接对应的项目。含有“教室 没有的词”" in found(client, "教室 没有的词")


@pytest.mark.parametrize("q", ["第12项", "12项"])
def test_a_project_is_found_by_its_number(client, september, q):
    assert 'href="/2023/12/"' in found(client, q)


def test_a_unit_is_found_by_its_short_name(client, programme, lights):
    unit = make_unit("人力资源和社会保障局", short_name="人社")
    make_project(programme, unit=unit)
    assert f"/2023/units/{unit.slug}/" in found(client, "人社")


def test_a_target_found_by_its_definition_shows_it(client, lights):
    terms = make_target(lights, "照明改造口数").terms.get()
    terms.pk, terms.version = None, 2
    terms.definition = "按灯具安装并验收合格的教室计。"
    terms.save()
    assert "<mark>验收合格</mark>的教室" in found(client, "验收合格")


def test_a_place_is_found_with_its_state_and_leads_to_its_page(client, lights, september):
    make_site(lights, "演示第1小学", place="演示镇", planned="2023-08")
    make_site(lights, "演示第2小学", place="演示镇")
    page = found(client, "演示镇")
    for name in ("演示第1小学", "演示第2小学"):
        assert f'href="/2023/places/{quote("演示镇")}/{quote(name)}/"' in page
    assert "计划2023年8月，尚未完成" in found(client, "第1小学")
    assert 'href="/2023/sites/?q=' in found(client, "教学")
    assert "&amp;view=large" in found(client, "教学", view="large")


def test_bulletins_are_found_by_issue_month_and_words(client, september):
    BulletinText.objects.create(
        period=september,
        saved_at=moment("2023-10-11 09:00"),
        saved_by=make_officer("writer"),
        overall="汛期影响施工，{{ 项目数 }}件实事总体平稳。",
    )
    for q in ("第9期", "2023年9月", "9月通报", "汛期影响"):
        assert 'href="/2023/bulletins/9/"' in found(client, q)
    page = found(client, "总体平稳")
    assert "{" not in page and "…件实事<mark>总体平稳</mark>" in page


def test_a_bulletin_s_words_stay_with_it_where_colours_are_not_public(client, programme, september):
    programme.card_display = "bar"
    programme.save()
    BulletinText.objects.create(
        period=september,
        saved_at=moment("2023-10-11 09:00"),
        saved_by=make_officer("writer"),
        overall="两件亮了红牌。",
    )
    assert "没有找到" in found(client, "亮了红牌")
    assert 'href="/2023/bulletins/9/"' in found(client, "第9期")


def test_a_sentence_that_nobody_wrote_leads_to_what_comes_near(client, lights, september):
    lights.title, lights.text = "改善教学条件", "改造提升149口教室照明条件。"
    lights.save()
    page = found(client, "学校教室灯光改造")
    assert "没有直接对应的项目" in page
    assert 'href="/2023/12/"' in page and "<mark>教室</mark>" in page


def test_a_long_sentence_is_looked_for_in_a_bounded_number_of_pieces(
    client, lights, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15) as asked:
        found(client, "".join(map(chr, range(0x4E00, 0x4E32))))
    assert max(query["sql"].count("LIKE") for query in asked.captured_queries) <= 16
    assert any("LIKE" in query["sql"] for query in asked.captured_queries)
