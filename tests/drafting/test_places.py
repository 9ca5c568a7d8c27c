"""What was read stays where its words are, however the text is edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.drafting.places import follow, locate, marked

pytestmark = pytest.mark.once

TEXT = "年内新增托位162个，托位总数达到537个。"


def test_an_excerpt_is_found_nearest_to_where_it_was():
    assert locate("建2处，又建2处", "建2处", near=5) == (5, 8)
    assert locate("建2处，又建2处", "建2处") == (0, 3)
    assert locate(TEXT, "没有") is None
    assert locate(TEXT, "") is None


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        (f"一、{TEXT}", "新增托位162个"),
        (TEXT.replace("年内", "今年年底前"), "新增托位162个"),
        (TEXT.replace("162个", "170个"), "新增托位170个"),
        (TEXT.replace("托位162", "公办托位162"), "新增公办托位162个"),
    ],
)
def test_a_span_follows_its_words(edited, said):
    start = TEXT.index("新增")
    kept, lost = follow(TEXT, edited, [(start, start + len("新增托位162个"))])
    assert [edited[slice(*each)] for each in kept] == [said]
    assert lost == []


def test_a_span_whose_words_are_gone_is_told():
    start = TEXT.index("新增")
    kept, lost = follow(TEXT, "托位总数达到537个。", [(start, start + len("新增托位162个"))])
    assert (kept, lost) == ((), ["新增托位162个"])


@given(
    st.text("托位个12，", min_size=1, max_size=30), st.text("托位个12，", max_size=30), st.data()
)
def test_no_span_ever_leaves_the_text(before, after, data):
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    for first, last in follow(before, after, [(start, end)])[0]:
        assert 0 <= first < last <= len(after)


def test_marks_put_together_are_the_text():
    spans = [(2, 9, 1, ""), (5, 12, 2, ""), (16, 20, None, "年份")]
    marks = marked(TEXT, spans)
    assert "".join(mark.text for mark in marks) == TEXT
    assert [mark.number for mark in marks] == [None, 1, 2, None, None, None]
