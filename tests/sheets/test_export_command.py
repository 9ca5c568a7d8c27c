import json
import os

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_programme
from tests.sheets.month import september

pytestmark = pytest.mark.django_db


def export(path, *args, **options):
    call_command("export_status", "2023", "--output", str(path), *args, **options)


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.json", "表.JSON"])
def test_the_ending_of_the_name_decides_the_format(tmp_path, capsys, name):
    september()
    export(tmp_path / name, "--month", "2023-09")
    assert (tmp_path / name).stat().st_size > 500
    assert "1行" in capsys.readouterr().out


def test_the_last_closed_month_comes_where_none_is_named(tmp_path):
    september(published=False)
    export(tmp_path / "表.json")
    assert json.loads((tmp_path / "表.json").read_text())["about"]["month"] == "2023-09"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--month", "2023-9"], "不是月份"),
        (["--month", "2023-08"], "没有2023年8月的调度"),
        (["--card", "绿牌"], "没有“绿牌”这种亮牌"),
        (["--category", "航天"], "没有“航天”这个类别"),
        (["--unit", "没有的单位"], "没有符合条件的项目"),
    ],
)
def test_what_cannot_be_exported_is_told_and_nothing_is_written(tmp_path, args, words):
    september()
    with pytest.raises(CommandError, match=words):
        export(tmp_path / "表.xlsx", *args)
    assert os.listdir(tmp_path) == []


def test_an_unpublished_month_has_no_public_edition(tmp_path):
    september(published=False)
    with pytest.raises(CommandError, match="还没有公开发布"):
        export(tmp_path / "表.xlsx", "--public")


def test_a_year_without_a_closed_month_is_told(tmp_path):
    make_programme()
    with pytest.raises(CommandError, match="还没有定稿的月份"):
        export(tmp_path / "表.xlsx")


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"xlsx、csv、json"):
        export(tmp_path / "表.xls")


def test_a_folder_that_is_not_there_is_told_in_chinese(tmp_path):
    september()
    with pytest.raises(CommandError, match="文件夹不存在"):
        export(tmp_path / "没有" / "表.csv")


def test_a_full_disk_leaves_the_former_file_as_it_was(tmp_path, monkeypatch):
    september()
    path = tmp_path / "表.csv"
    path.write_text("上月的表")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CommandError, match="磁盘或文件系统出错"):
        export(path)
    assert path.read_text() == "上月的表" and os.listdir(tmp_path) == ["表.csv"]
