"""Places from a sheet and back: new ones added, known ones changed, every bad cell named."""

import pytest
from django.urls import reverse

from projects.models import Event, Site
from tests.factories import make_clerk, make_programme, make_project, make_target, make_unit
from tests.sheets.test_bringing_in import confirm, officer, said, text, upload, workbook  # noqa: F401

pytestmark = pytest.mark.django_db

PLACES = ["项目序号", "指标名称", "点位名称", "地名", "数量", "计划月份", "建成月份", "对外公开"]
FIRST = [1, "教室照明", "演示第1小学", "疃里镇（演示）", 20, "8月", "2023-08", "是"]
SECOND = [1, "教室照明", "演示第2小学", "马集镇（演示）", "", "2023-12", "", ""]


@pytest.fixture
def target(officer):  # noqa: F811
    project = make_project(make_programme(), unit=make_unit("教育（演示）"))
    return make_target(project, "教室照明", value="149", measure="口")


def test_a_sheet_of_places_is_previewed_and_then_written(client, target):
    preview = upload(client, "site", workbook(PLACES, FIRST, SECOND))
    assert "第1项 教室照明：演示第1小学，新登记" in said(preview)
    assert not Site.objects.exists()
    assert confirm(client, "site", preview).status_code == 302
    first, second = Site.objects.order_by("pk")
    assert (first.place, first.quantity, first.planned, first.done, first.public) == (
        "疃里镇（演示）", 20, "2023-08", "2023-08", True,
    )  # fmt: skip
    assert (second.quantity, second.planned, second.done, second.public) == (1, "2023-12", "", True)
    event = Event.objects.get()
    assert (event.action, event.project) == ("导入建设点位", target.project)
    assert "新登记2处，更新0处" in event.body


def test_known_places_change_only_in_the_columns_given(client, target):
    confirm(client, "site", upload(client, "site", workbook(PLACES, FIRST, SECOND)))
    some = workbook(
        ["项目序号", "指标名称", "点位名称", "建成月份"],
        [1, "教室照明", "演示第1小学", "8月"],
        [1, "教室照明", "演示第2小学", "9月"],
    )
    preview = upload(client, "site", some)
    assert "演示第1小学，与已登记的相同" in said(preview)
    assert "演示第2小学，更新" in said(preview)
    confirm(client, "site", preview)
    second = Site.objects.get(name="演示第2小学")
    assert (second.done, second.planned, second.place) == ("2023-09", "2023-12", "马集镇（演示）")
    assert Event.objects.count() == 2


def test_the_sheet_that_goes_out_comes_back_unchanged(client, target):
    confirm(client, "site", upload(client, "site", workbook(PLACES, FIRST, SECOND)))
    url = reverse("admin:projects_site_export")
    sheet = client.post(url, {"format": "0", "resource": "0"}).content
    preview = upload(client, "site", sheet)
    assert preview.status_code == 200
    assert said(preview).count("与已登记的相同") == 2
    assert confirm(client, "site", preview).status_code == 302
    assert Site.objects.count() == 2


def changed(**cells) -> list:
    return [cells.get(column, value) for column, value in zip(PLACES, FIRST, strict=True)]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"项目序号": 9}, "第2行“项目序号”：2023年清单没有第9项"),
        ({"指标名称": "没有的"}, "第2行“指标名称”：第1项没有指标“没有的”"),
        ({"点位名称": ""}, "第2行“点位名称”：没有填写"),
        ({"点位名称": "字" * 61}, "第2行"),
        ({"地名": "字" * 61}, "第2行"),
        ({"数量": 0}, "第2行“数量”：要大于零"),
        ({"数量": "-1"}, "第2行“数量”"),
        ({"数量": "约二十"}, "第2行“数量”：“约二十”不是数字"),
        ({"计划月份": "开春"}, "第2行“计划月份”：“开春”不是月份"),
        ({"建成月份": "2023-13"}, "第2行“建成月份”"),
        ({"建成月份": "2099-01"}, "第2行“建成月份”：2099年1月还没有到"),
        ({"对外公开": "公开"}, "第2行“对外公开”：“公开”不在可填的词里，请填是或否"),
    ],
)
def test_a_wrong_place_says_which_cell_and_keeps_all_out(client, target, cells, words):
    response = upload(client, "site", workbook(PLACES, changed(**cells), SECOND))
    assert response.status_code == 400
    assert words in said(response)
    assert not Site.objects.exists() and not Event.objects.exists()


ON_MAP = ["项目序号", "指标名称", "点位名称", "数量", "部分建成数量", "截至月份", "纬度", "经度"]


def point(**cells) -> list:
    row = [1, "教室照明", "演示第3小学", 29, 25, "9月", "35.408251234", "１１６．３５２１°"]
    return [cells.get(column, value) for column, value in zip(ON_MAP, row, strict=True)]


def test_a_sheet_says_where_a_place_is_and_how_much_of_it_stands(client, target):
    confirm(client, "site", upload(client, "site", workbook(ON_MAP, point())))
    site = Site.objects.with_parts().get()
    assert (str(site.latitude), str(site.longitude)) == ("35.40825", "116.35210")
    assert (site.partly, site.partly_month, site.done) == (25, "2023-09", "")
    event = Event.objects.get()
    assert "siteprogress" in event.body, "what was said of a part is on record"
    more = workbook(ON_MAP, point(部分建成数量=27, 截至月份="2023-10"))
    preview = upload(client, "site", more)
    assert "部分建成数量" in said(preview) and "更新" in said(preview)
    confirm(client, "site", preview)
    assert Site.objects.with_parts().get().partly == 27
    sheet = client.post(
        reverse("admin:projects_site_export"), {"format": "0", "resource": "0"}
    ).content
    assert "与已登记的相同" in said(upload(client, "site", sheet))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"截至月份": ""}, "“截至月份”：部分建成的，请写截至哪个月底"),
        ({"截至月份": "2099-01"}, "“截至月份”：2099年1月还没有到"),
        ({"部分建成数量": 30}, "“部分建成数量”：“演示第3小学”一共29口，不能建成30"),
        ({"部分建成数量": 29}, "“部分建成数量”：全部建成的，请写建成月份"),
        ({"部分建成数量": "2.5"}, "“部分建成数量”：“演示第3小学”的2.5不是1口的整倍数"),
        ({"纬度": ""}, "“纬度”：经度和纬度要一起填，或都空着"),
        ({"纬度": "116.3", "经度": "35.4"}, "“纬度”：纬度和经度可能写反了"),
        ({"经度": "16.3521"}, "“经度”：经度要在73到136之间"),
        ({"纬度": "北纬35度"}, "“纬度”：“北纬35度”不是经纬度"),
    ],
)
def test_a_wrong_point_or_part_says_which_cell(client, target, cells, words):
    response = upload(client, "site", workbook(ON_MAP, point(**cells)))
    assert response.status_code == 400
    assert words in said(response)
    assert not Site.objects.exists()


def test_a_place_given_twice_is_refused(client, target):
    response = upload(client, "site", text(PLACES, SECOND, SECOND))
    assert response.status_code == 400
    assert "第3行“点位名称”：“教室照明”的“演示第2小学”在表里出现了两次" in said(response)


def test_a_unit_brings_in_none(client, target, sign_in_clerk):
    assert client.get(reverse("admin:projects_site_import")).status_code == 404
    assert upload(client, "site", workbook(PLACES, FIRST)).status_code == 404
    assert "import/" not in client.get("/admin/projects/site/").content.decode()


@pytest.fixture
def sign_in_clerk(client, target):
    client.force_login(make_clerk(target.project.assignments.get().unit, "owner"))
