"""What tells who somebody is: found before a text becomes public, and nothing else is."""

import pytest

from projects.values.privacy import personal, sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请打13800000000找我", "手机号码“13800000000”"),
        ("请打 138-0000 0000。", "手机号码“138-0000 0000”"),
        ("１３８００００００００", "手机号码“13800000000”"),
        ("电话0537-7654321", "电话号码“0537-7654321”"),
        ("联系电话：7654321", "电话号码“联系电话:7654321”"),
        ("证号37080019900101123X。", "身份证号“37080019900101123X”"),
        ("370800199001011234", "身份证号“370800199001011234”"),
        ("370800900101123", "身份证号“370800900101123”"),
        ("发到 some.body@example.org", "邮箱“some.body@example.org”"),
        ("我叫某某某，灯坏了", "姓名“我叫某某某”"),
        ("我是张某某，住在这里", "姓名“我是张某某”"),
    ],
)
def test_found(text, found):
    assert personal(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "新增托位162个，投资12000000元，2024年12月31日前。", "我叫不到车。", "我是一名教师。",
        "我是居民，请打12345。", "热线12345、96678。", "",
    ],
)  # fmt: skip
def test_not_found(text):
    assert personal(text) == []


def test_an_office_tells_its_own_telephone():
    assert sentence("答复", "请打办公电话0537-7654321。", office=True) == ""
    assert "答复里有手机号码“13800000000”，不能公开" in sentence(
        "答复", "请打13800000000。", office=True
    )
