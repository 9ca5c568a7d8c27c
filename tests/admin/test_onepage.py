"""一页纸: what stands on it, and that it is one page whatever is written."""

import datetime as dt
import io
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document

from projects.models import Event
from supervision.briefing.one_page import OnePage, finish_in, one_page, period_for
from supervision.briefing.paper import WIDTHS, as_word, values_of
from supervision.models import Matters
from tests.admin.closed import close_september, report_september
from tests.admin.plain import INLINE, english
from tests.factories import moment

pytestmark = pytest.mark.django_db
URL, WORD = "/admin/office/onepage/", "/admin/office/onepage/word/"


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_closed_month_says_who_is_behind_why_and_until_when(sign_in, world, settings):
    late = {"rooms_value": "50", "rooms_finish": "2023-11-30"}
    close_september(world, sign_in, settings, **late)
    office = sign_in(world.officer)
    page, word = office.get(URL).content.decode(), text_of(office.get(WORD).content)
    for said in (
        "数据截至2023年9月30日，已定稿，数据版本号", "1. 教室照明", "教育演示",
        "到货晚。", "加班。", "11月30日", "2023年10月节点",
    ):  # fmt: skip
        assert said in page and said in word, said
    assert not english(page) and not INLINE.search(page)
    assert Event.objects.filter(action="导出").exists()


def test_a_promised_day_that_is_over_is_marked():
    day = dt.date(2023, 10, 31)
    assert finish_in(day, "2023-10", dt.date(2023, 11, 1)) == "10月31日（已过期）"
    assert finish_in(day, "2023-10", day) == "10月31日"


def test_what_the_rules_bring_is_said_once_for_all_its_projects(world, settings, monkeypatch):
    def brought(number, then, when):
        consequence = SimpleNamespace(then=then, when=when)
        return SimpleNamespace(
            month="2023-09", project=SimpleNamespace(number=number), consequence=consequence
        )

    found = [brought(16, "约谈", "红牌"), brought(3, "约谈", "红牌")]
    found += [brought(12, "通报批评", "连续两次黄牌")]
    monkeypatch.setattr("supervision.briefing.one_page.consequences", lambda programme: found)
    world.period.closed_at = moment("2023-10-09 16:00")
    page = one_page(world.period, moment("2023-10-10 09:00"))
    assert page.brought == ["约谈：第3、16项（红牌）", "通报批评：第12项（连续两次黄牌）"]


def test_a_month_under_way_is_marked_so_and_counts_its_reports(sign_in, world):
    report_september(world, sign_in, rooms_value="50")
    page = sign_in(world.officer).get(URL).content.decode()
    assert "调度中未定稿，按2023年10月5日10:00的数据试算" in page
    assert "报送已通过1份，待审核等0份，未报或退回1份。" in page
    assert "牌针对项目，不针对个人" in page
    assert "牌针对项目，不针对个人" in text_of(sign_in(world.officer).get(WORD).content)


def test_the_office_puts_matters_forward_and_two_never_overwrite_each_other(
    sign_in, world, settings
):
    close_september(world, sign_in, settings)
    office = sign_in(world.officer)
    given = {"text": "请研究工期。\n\n请协调资金[2023]5号。", "version": "0"}
    assert office.post(URL, given).status_code == 302
    assert Matters.objects.get().text == "请研究工期。\n请协调资金〔2023〕5号。"
    assert "1. 请研究工期。" in text_of(office.get(WORD).content)
    stale = office.post(URL, {"text": "别的。", "version": "0"})
    assert stale.status_code == 409 and "刚刚保存过" in stale.content.decode()
    long = office.post(URL, {"text": "长" * 101, "version": "1"})
    assert "每个事项最多100字" in long.content.decode()
    many = office.post(URL, {"text": "事项\n" * 7, "version": "1"})
    assert "最多写6个事项" in many.content.decode()


@pytest.mark.parametrize("who", ["owner", "stranger", "administrator"])
def test_it_is_the_office_s_alone(sign_in, world, who):
    client = sign_in(getattr(world, who))
    assert client.get(URL).status_code == client.get(WORD).status_code == 404
    assert client.post(URL, {"text": "请研究。", "version": "0"}).status_code == 404


def worst(world) -> OnePage:
    """Everything as long as it can be, in the widest signs."""
    late = dict.fromkeys(WIDTHS, "长文字，WWWW（123）" * 60)
    return OnePage(
        world.programme, world.period, "调度中未定稿，按2023年10月5日10:00的数据试算",
        "总体情况" * 200, [late] * 40, ["提请事项，" * 20] * 6, ["约谈" * 30] * 9,
        ["节点" * 9] * 90,
    )  # fmt: skip


def test_what_does_not_fit_is_counted(world):
    found = values_of(worst(world))
    assert found["滞后项目"] and f"另有{40 - len(found['滞后项目'])}项" in found["另有项目"]
    assert any("另有" in text for text in found["提请事项"]) and "另有" in found["下月节点"]


def late(number: int, cause: str) -> dict[str, str]:
    figure = f"黄牌，完成{number}处，计划14处，少2处（主体完工）"
    cells = [f"{number}. 改善教学条件", "教育局", figure, cause, "加班。", "11月30日"]
    return dict(zip(WIDTHS, cells, strict=True))


def test_the_sheet_is_filled_before_anything_is_cut(world):
    cause = "设备采购流标，重新招标，" * 6
    page = replace(worst(world), overall="共22件。", matters=[], brought=[], stages=[])
    few = values_of(replace(page, late=[late(number, cause) for number in range(1, 4)]))
    assert [row["原因"] for row in few["滞后项目"]] == [cause] * 3 and not few["另有项目"]
    full = values_of(replace(page, late=[late(number, cause) for number in range(1, 6)]))
    assert len(full["滞后项目"]) == 5
    assert all(row["差多少"].endswith("（主体完工）") for row in full["滞后项目"])
    assert all(row["原因"].endswith("，…") for row in full["滞后项目"])


def test_who_is_left_out_is_named(world):
    many = [late(number, "设备采购流标。" * 20) for number in range(1, 23)]
    found = values_of(replace(worst(world), late=many))
    left = many[len(found["滞后项目"]) :]
    assert left and found["另有项目"].startswith(f"另有{len(left)}项：{left[0]['项目']}；")


@pytest.mark.parametrize("case", ["worst", "september"])
def test_rendered_it_is_exactly_one_page(sign_in, world, settings, tmp_path, case):
    if not Path("/usr/lib/libreoffice/program/swriter").exists():
        pytest.skip("LibreOffice is not installed")
    if case == "september":
        close_september(world, sign_in, settings)
    at = moment("2023-11-07 10:00")
    september = case == "september"
    page = one_page(period_for(world.programme, at), at) if september else worst(world)
    (tmp_path / "page.docx").write_bytes(as_word(page))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "page.docx")], check=True, capture_output=True)
    pdf = (tmp_path / "page.pdf").read_bytes()
    assert pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages") == 1
