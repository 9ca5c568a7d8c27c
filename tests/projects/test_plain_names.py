import pytest
from django.core.exceptions import ValidationError

from projects.models import Event, PlainName
from tests.factories import make_officer, make_programme, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["灯", "灯光 灯", "长" * 21])
def test_a_word_that_would_find_too_much_is_refused(words):
    programme = make_programme()
    name = PlainName(programme=programme, name="教室照明", words=words)
    with pytest.raises(ValidationError, match="不是2到20个字"):
        name.full_clean()


def test_questions_are_kept_a_line_each_and_a_story_is_refused():
    name = PlainName(
        programme=make_programme(), name="教室照明", questions=" 灯太暗 \n\n灯太暗\n近视了"
    )
    name.full_clean()
    assert name.questions == "灯太暗\n近视了" and name.asked == ["灯太暗", "近视了"]
    for wrong in ("灯", "长" * 61):
        name.questions = f"灯太暗\n{wrong}"
        with pytest.raises(ValidationError, match="不是2到60个字"):
            name.full_clean()


def test_a_project_of_another_year_is_refused():
    other = make_project(make_programme(2022))
    with pytest.raises(ValidationError, match="不在这一年的清单里"):
        PlainName(programme=make_programme(), project=other, name="教室").full_clean()


def test_an_archived_year_keeps_its_names():
    programme = make_programme(state="archived")
    with pytest.raises(ValidationError, match="已归档"):
        PlainName(programme=programme, name="路灯").full_clean()


def test_the_office_s_edit_is_recorded(client):
    project = make_project(make_programme())
    name = PlainName.objects.create(programme=project.programme, project=project, name="教室")
    client.force_login(make_officer())
    address = f"/admin/projects/plainname/{name.pk}/change/"
    assert (
        client.post(
            address,
            {"name": "教室照明", "words": "护眼灯、灯光，护眼灯", "questions": "灯太暗\r\n近视了"},
        ).status_code
        == 302
    )
    name.refresh_from_db()
    assert (name.name, name.words) == ("教室照明", "护眼灯 灯光")
    assert name.questions == "灯太暗\n近视了"
    event = Event.objects.order_by("number").last()
    assert event.action == "修改公众用语" and event.project == project
