import pytest

from projects.values.files import safe
from projects.values.text import quoted


@pytest.mark.parametrize(
    ("name", "said"),
    [("教室照明", "“教室照明”"), ("实施有线电视“银龄工程”", "“实施有线电视‘银龄工程’”")],
)
def test_marks_inside_a_quoted_name_are_the_inner_ones(name, said):
    assert quoted(name) == said


@pytest.mark.parametrize(
    ("name", "kept"),
    [("现场 1.pdf", "现场_1.pdf"), ("a/b:c", "a_b_c"), ("长" * 60 + ".jpg", "长" * 40 + ".jpg")],
)
def test_a_file_s_name_is_one_that_every_disk_takes(name, kept):
    assert safe(name) == kept
