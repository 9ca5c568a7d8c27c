import pytest

from projects.models import ExplanationSection, Programme
from projects.verbatim import lines
from tests.factories import make_programme, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def explained(programme):
    make_project(programme, number=1, title="托育提质")
    make_project(programme, number=19, title="物业管理")
    text = "包括下列项目，具体内容为：\n1. 托育提质。①新增托位162个。\n19.物业管理。①红色物业。"
    ExplanationSection.objects.create(programme=programme, number=4, heading="主要内容", text=text)
    return programme


def test_every_line_stands_to_the_letter_and_items_link_to_projects(client, explained):
    page = client.get("/2023/explanation/").content.decode()
    assert '<a href="/2023/1/">1. 托育提质</a>。①新增托位162个。' in page
    assert '<a href="/2023/19/">19.物业管理</a>。①红色物业。' in page
    assert "<p>包括下列项目，具体内容为：</p>" in page


def test_an_item_without_a_project_is_not_a_link(client, explained):
    section = explained.sections.get()
    section.text += "\n23. 没有立项的事。"
    section.save()
    page = client.get("/2023/explanation/").content.decode()
    assert "<p>23. 没有立项的事。</p>" in page


def test_lines_put_together_are_the_text(explained):
    text = explained.sections.get().text
    assert "\n".join(line.head + line.rest for line in lines(text)) == text


def test_a_draft_year_is_not_explained(client, db):
    make_programme(2024, state=Programme.State.DRAFT)
    assert client.get("/2024/explanation/").status_code == 404
