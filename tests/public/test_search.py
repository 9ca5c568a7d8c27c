import pytest

from projects.models import ExplanationSection
from tests.factories import (
    make_message,
    make_officer,
    make_programme,
    make_project,
    make_target,
    moment,
)
from tests.public.months import make_release

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
    assert "没有找到“没有的词”" in page
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
    with django_assert_max_num_queries(8):
        page = found(client, "演示项目")
    assert "第1页，共2页" in page
    assert "?q=%E6%BC%94" in page
    assert "演示项目" in found(client, "演示项目", page="2")


def test_large_type_is_kept(client, september):
    page = found(client, "教室", view="large")
    assert 'href="/2023/12/?view=large"' in page
    assert 'name="view" value="large"' in page
