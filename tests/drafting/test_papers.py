"""公文 of a list: made from the record, and the notice reads back as what was approved."""

import io

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from projects.drafting.actions import opinions
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.models import Opinion, text_of
from projects.drafting.papers import SHEETS, WORD, paper
from projects.drafting.reading import read, read_file
from projects.errors import Refused
from tests.drafting.consulted import decided, own_list, sent_out
from tests.drafting.lists import AT, HEAD, projects, whole_pieces
from tests.drafting.test_approving import vote
from tests.drafting.test_issue import drafting  # noqa: F401
from tests.factories import make_clerk, make_unit

pytestmark = pytest.mark.django_db


def text_in(made) -> str:
    found = Document(io.BytesIO(made.content))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in found.paragraphs] + cells)


def read_back(drafting):  # noqa: F811
    return read_file(paper(drafting, "notice").content, "印发稿.docx")


def test_the_notice_read_back_is_the_approved_version_to_the_letter(drafting, officer):  # noqa: F811
    decided(drafting, officer)
    approved = drafting.approvals.get().draft.passages()
    text = text_of(approved)
    reading = read_back(drafting)
    assert reading.text.strip() == text.strip()
    assert reading.projects == read(text).projects and len(reading.projects) == 2
    assert (reading.document_number, reading.year) == ("演示管发〔2024〕3号", 2024)


def test_a_list_without_words_of_its_own_is_given_head_and_end(officer):
    drafting = own_list(officer, pieces=whole_pieces(2024))  # noqa: F811
    decided(drafting, officer)
    made = text_in(paper(drafting, "notice"))
    assert "关于印发《2024年民生实事项目》的通知" in made and HEAD not in made
    assert [each.text for each in read_back(drafting).projects] == [
        projects(drafting)[0].content.text
    ]


def test_of_a_vote_the_notice_holds_those_chosen(drafting, officer):  # noqa: F811
    vote(drafting, officer, (90, 5, 5), (60, 40, 0))
    notice = text_in(paper(drafting, "notice"))
    assert "新增托位162个" in notice and "开发公益岗位" not in notice
    said = text_in(paper(drafting, "votes"))
    assert "收回100票，应选1项，选上1项。" in said and "没有选上" in said
    assert "开发公益岗位" in text_in(paper(drafting, "ballot"))


def test_every_figure_of_the_explanation_is_counted(drafting, officer):  # noqa: F811
    unit = make_unit("演示单位")
    sent = sent_out(officer, unit, drafting=drafting, leaders=True)
    opinions.give(
        consultation=sent, words=[Word("一。"), Word("二。")], unit=unit, by=make_clerk(unit), at=AT
    )
    judged = [Judged(row, "taken", "已改。") for row in Opinion.objects.all()]
    opinions.rule(drafting=drafting, judged=judged, by=officer, at=AT)
    decided(drafting, officer)
    said = text_in(paper(drafting, "explanation"))
    for sentence in (
        "先后形成2稿。", "就第1稿征求1个单位、区领导意见，收到意见2条：采纳2条。",
        "2024年2月1日，演示党工委2024年第3次党工委会议审定《2024年民生实事项目》。",
        "2个项目，3项任务，3个指标",
        "一是项目建设周期原则上不超过一年，2个项目都没有发现不符。",
    ):  # fmt: skip
        assert sentence in said, sentence
    for unborn in ("资金有着落", "征集建议", "候选项目", "票决", "上级任务"):
        assert unborn not in said


def test_the_sheet_of_opinions_has_a_row_for_each(drafting, officer):  # noqa: F811
    sent = sent_out(officer, drafting=drafting, public=True)
    key = projects(drafting)[0].key
    opinions.leave(
        consultation=sent, code="abcdefgh23456722", word=Word("=1+1", key), at=AT,
        name="演示某某", phone="0537-0000000",
    )  # fmt: skip
    made = paper(drafting, "rulings").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[-1][1:] == ["1. 增加托位", "", "群众", "", "=1+1", "还没有处理", ""]
    assert "演示某某" not in str(rows)


@pytest.mark.parametrize("what", [*WORD, *SHEETS])
def test_what_cannot_be_made_yet_says_why(officer, what):
    with pytest.raises(Refused, match="还没有"):
        paper(own_list(officer), what)


def test_letter_and_submission_name_what_was_sent(drafting, officer):  # noqa: F811
    sent_out(officer, make_unit("演示单位"), drafting=drafting, letter="演示函〔2024〕1号")
    said = text_in(paper(drafting, "letter"))
    assert (
        "演示函〔2024〕1号" in said and "演示单位：" in said and "请于2024年1月31日24时前" in said
    )
    assert "开发公益岗位549个" in said
    whole = text_in(paper(drafting, "submission"))
    lines = [line for row in projects(drafting) for line in row.content.text.split("\n")]
    assert all(line in whole for line in lines)
