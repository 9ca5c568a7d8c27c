"""Official papers: Word templates that an office may replace, filled with data and nothing else."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from docx import Document
from docxtpl import DocxTemplate

from projects.models import Event
from projects.papers.word import BadTemplate, environment, word
from supervision.actions.periods import publish_month
from supervision.briefing import paper as briefing
from supervision.briefing.one_page import one_page
from supervision.documents import bulletin as bulletins
from supervision.documents import slip as slips
from supervision.models import Period
from supervision.published.bulletin import bulletin
from supervision.yearend import paper as yearend
from supervision.yearend.summary import summary
from tests.admin.closed import PUBLISHED
from tests.admin.slips import close, url
from tests.factories import moment

pytestmark = pytest.mark.django_db
OURS = configured.BASE_DIR / "templates/papers"
PAPERS = sorted(path.stem for path in OURS.glob("*.docx"))
ONE_LINE = {"标题": "标题", "标注": "标注", "总体情况": "", "滞后项目": [], "另有项目": ""}
LINES = {**ONE_LINE, "提请事项": ["事项"], "下月": "10月", "下月节点": "没有。"}


@pytest.fixture
def own(settings, tmp_path):
    """An office's own template, a paragraph a line."""
    settings.PAPER_TEMPLATES = tmp_path

    def make(*lines: str, paper: str = "一页纸") -> Path:
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(tmp_path / f"{paper}.docx")
        return tmp_path / f"{paper}.docx"

    return make


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)


def fill(**values) -> str:
    return text_of(word("一页纸", "标题", {**LINES, **values}))


def test_an_office_s_own_template_goes_before_ours(own):
    own("某某区红头：{{ 标题 }}", "{%p for 行 in 提请事项 %}", "第{{ 行 }}", "{%p endfor %}")
    assert fill(提请事项=["一", "二"]) == "某某区红头：标题\n第一\n第二"


def test_without_one_ours_is_taken(settings, tmp_path):
    settings.PAPER_TEMPLATES = tmp_path
    assert "一、总体情况" in fill()


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{% for a in b %}",
        "<w:p/>&lt;&amp;",
        "{{ 标题.__class__ }}",
        "=1+1",
        "“甲”'乙'",
    ],
)
def test_what_is_filled_in_is_text_and_never_read_as_a_template(text):
    assert text in fill(标题=text, 提请事项=[text]).splitlines()


def test_control_characters_are_left_out():
    assert "甲乙" in fill(标题="甲\a\0\f\ud800乙")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["{{ 部门 }}"], "公文模板“一页纸.docx”有误：没有“部门”这个名称"),
        (["{{ 标题.部门 }}"], "没有“部门”这个名称"),
        (["好的", "{%p for 行 in 提请事项 %}", "{{ 行 }}"], "一带的占位符没有写对"),
        (["{{ 标题 标题 }}"], "“{{ 标题 标题 }}”一带的占位符没有写对"),
        (["{{ 标题|safe }}"], "没有写对"),
        (["{% include '督办单.docx' %}"], "读不出来"),
        (["{{ range(9) }}"], "没有“range”这个名称"),
        (["{{ 标题.__class__ }}"], "带两个下划线的写法不能用"),
        (["{{ 标题.format.__globals__ }}"], "带两个下划线的写法不能用"),
        (["{%tr for 行 in 提请事项 %}{%tr endfor %}"], "公文模板“一页纸.docx”有误"),
    ],
)
def test_a_mistake_in_a_template_is_a_sentence(own, lines, sentence):
    own(*lines)
    with pytest.raises(BadTemplate, match=re.escape(sentence)):
        fill()


@pytest.mark.parametrize("content", [b"", b"no Word file", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_word_file_is_a_sentence(settings, tmp_path, content):
    settings.PAPER_TEMPLATES = tmp_path
    (tmp_path / "一页纸.docx").write_bytes(content)
    with pytest.raises(BadTemplate, match="有误：读不出来"):
        fill()


def test_the_file_says_nothing_of_who_made_the_template(own):
    path = own("{{ 标题 }}")
    document = Document(path)
    document.core_properties.author = document.core_properties.last_modified_by = "演示经办人"
    document.save(path)
    made = Document(io.BytesIO(word("一页纸", "标题", LINES))).core_properties
    assert (made.title, made.author, made.last_modified_by) == ("标题", "", "")


def listed(paper: str) -> set[str]:
    """The names that the office's own guide lists for a template, those of its rows included."""
    guide = Path("docs/zh/papers.md").read_text().split(f"## {paper}.docx")[1].split("\n## ")[0]
    return set(re.findall("`(.+?)`", guide))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_name_of_a_template_is_listed(paper):
    used = DocxTemplate(OURS / f"{paper}.docx").get_undeclared_template_variables(environment())
    assert used and used <= listed(paper)


def names_in(values) -> Iterator[str]:
    """Every name that a paper is filled with, those of its rows included."""
    if isinstance(values, dict):
        yield from values
        values = list(values.values())
    if isinstance(values, list):
        for each in values:
            yield from names_in(each)


def test_the_list_names_what_each_paper_is_filled_with(world, settings):
    draft = close(world, settings)
    period = Period.everything.select_related("programme").get()
    at = moment("2023-10-11 10:00")
    filled = {
        "督办单": slips.values_of(draft, at.date()),
        "通报": bulletins.values_of(bulletin(period)),
        "一页纸": briefing.values_of(one_page(period, at)),
        "年度总结": yearend.values_of(summary(world.programme, at)),
    }
    for paper, values in filled.items():
        names = set(names_in(values))
        assert names <= listed(paper)
        assert listed(paper) - names <= {"序号", "说明", "公布日期"}, "of a correction"


def test_the_office_reads_what_to_mend_and_nothing_is_recorded(sign_in, world, settings, own):
    draft = close(world, settings)
    own("{{ 部门 }}", paper="督办单")
    answer = sign_in(world.officer).get(url(draft, "word"))
    assert answer.status_code == 503
    assert "公文模板“督办单.docx”有误：没有“部门”这个名称" in answer.content.decode()
    assert not Event.objects.filter(action="导出").exists()


def test_the_public_reads_that_the_page_still_stands(client, world, settings, own):
    close(world, settings)
    signed = {"signer": "演示签发人", "basis": "演示会议", "by": world.officer, "at": PUBLISHED}
    publish_month(period=Period.everything.get(), **signed)
    own("{{ 部门 }}", paper="通报")
    answer = client.get("/2023/bulletins/1/bulletin.docx")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "这份文件暂时不能下载" in page and "部门" not in page
    assert client.get("/2023/bulletins/1/").status_code == 200
