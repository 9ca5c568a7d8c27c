"""Questions are understood by the examples kept, as they would be by one who has heard many."""

import json
from dataclasses import replace
from functools import cache

import pytest
from django.conf import settings

from supervision.public.likeness import asked_about, borne_out, spelt
from supervision.public.matching import Match, Matter

HEAT = Matter(
    "heat", ("暖气",), ("今年冬天能供上暖吗", "屋里冷，几时集中供热", "小区供暖管道铺到哪了")
)
SCHOOL = Matter("school", ("教室照明",), ("教室太暗看不清黑板", "学校的灯闪眼睛", "孩子近视了换灯"))
BUS = Matter("bus", ("公交",), ("几路车到市里", "末班车几点", "公交站太远"), listed=False)
KNOWN = (HEAT, SCHOOL, BUS)


def keys(question: str, known=KNOWN) -> list[str]:
    return [match.key for match in asked_about(question, known)[0]]


@pytest.mark.parametrize(
    ("question", "key"),
    [("冬天屋里冷得很，什么时候供热", "heat"), ("黑板看不清，教室暗", "school"),
     ("末班车到几点", "bus")],
)  # fmt: skip
def test_a_question_that_holds_no_word_is_led_by_examples(question, key):
    found, sure = asked_about(question, KNOWN)
    assert found[0].key == key and sure


@pytest.mark.parametrize("question", ["暖气什么时候来", "暖气几时来"])
def test_a_pair_is_all_that_is_asked_where_the_rest_only_asks(question):
    assert keys(question) == ["heat"]


@pytest.mark.parametrize("question", ["gongnuan guandao", "宫暖管到", "小区供暧管道"])
def test_pinyin_and_misspellings_are_heard(question):
    assert keys(question)[0] == "heat"


def test_what_is_heard_alone_is_said_to_be():
    assert asked_about("gongnuan guandao", KNOWN)[0][0].by_sound
    assert not asked_about("集中供热", KNOWN)[0][0].by_sound


def test_pinyin_is_cut_into_the_fewest_syllables():
    known = frozenset({"xi", "an", "xian", "gong", "nu", "nuan"})
    assert spelt("gongnuan", known) == ["gong", "nuan"]
    assert spelt("xian", known) == ["xian"]
    assert spelt("wifi", known) == []


@pytest.mark.parametrize("question", ["冬天教室", "孩子上学，冬天屋里冷，灯太暗"])
def test_what_leads_two_ways_is_not_sure(question):
    assert not asked_about(question, KNOWN)[1]


STORY = (
    "我妈前年从老家搬来跟我们住，她说末班车几点都有，学校也近，孩子近视不用愁，"
    "可屋里冷得很，小区几时集中供热，管道铺到哪了"
)


def test_in_a_long_story_the_first_is_sure_where_it_is_far_ahead():
    """However little of it is known, and whatever else it touches."""
    long = tuple(replace(each, examples=each.examples * 50) for each in KNOWN)
    found, sure = asked_about(STORY, long)
    assert found[0].key == "heat" and sure


def test_words_bear_out_which_of_two_is_likelier():
    found = borne_out([Match(1, 50, ()), Match(2, 48, ())], [Match(2, 1.4, ("低保",))])
    assert [match.key for match in found] == [2, 1]
    found = borne_out([Match(1, 50, ()), Match(2, 40, ())], [Match(2, 1.4, ("低保",))])
    assert [match.key for match in found] == [1, 2]


def test_where_words_lead_elsewhere_it_is_not_sure():
    found, sure = asked_about("公交站离教室太远，看不清黑板，灯闪眼睛", KNOWN)
    assert found[0].key == "school" and not sure


def test_what_surely_stands_on_no_list_names_no_promise():
    assert keys("几路公交车到市里，末班车几点") == ["bus"]


def test_a_word_that_is_the_whole_question_asks_for_all_that_hold_it():
    known = (*KNOWN, Matter("stove", ("暖气", "炉子")))
    assert keys("暖气", known) == ["heat", "stove"]


@pytest.mark.parametrize("question", ["乒乓", "第1项", "2023年", "12", "红牌", "冬季项目"])
def test_signs_alone_and_figures_and_one_pair_of_several_say_nothing(question):
    assert asked_about(question, KNOWN) == ([], False)


@cache
def shipped() -> tuple[Matter, ...]:
    path = settings.BASE_DIR / "fixtures" / "plain_names_2023.json"
    return tuple(
        Matter(
            each["project"] or each["name"],
            (each["name"], *each["words"].split()),
            tuple(each["questions"]),
            bool(each["project"]),
        )
        for each in json.loads(path.read_text(encoding="utf-8"))
    )


def test_each_shipped_question_is_kept_once_and_is_no_question_of_the_tests():
    asked = [question for matter in shipped() for question in matter.examples]
    held_apart = settings.BASE_DIR / "tests/public/questions/residents.tsv"
    lines = held_apart.read_text(encoding="utf-8").splitlines()
    assert len(asked) == len(set(asked))
    assert not {*asked} & {line.split("\t")[0] for line in lines}


def test_shipped_questions_lead_where_they_belong_when_they_are_left_out():
    """What is asked anew is like what is left out here, only less odd: many stand alone."""
    asked = found = astray = 0
    for part in range(5):
        left_out = {
            question: matter
            for matter in shipped()
            for question in matter.examples[part::5]
            if len(question) > 5
        }
        known = tuple(
            Matter(each.key, each.words, kept(each.examples, left_out), each.listed)
            for each in shipped()
        )
        promises = {each.key for each in known if each.listed}
        for question, matter in left_out.items():
            matches, sure = asked_about(question, known)
            first = next((match.key for match in matches), None)
            three = [match.key for match in matches if match.key in promises][:3]
            right = first not in promises if not matter.listed else matter.key in three
            wrong = first != matter.key if matter.listed else first in promises
            asked, found, astray = asked + 1, found + right, astray + (sure and wrong)
    assert found >= 0.93 * asked
    assert astray <= 0.01 * asked


def kept(examples: tuple[str, ...], left_out: dict) -> tuple[str, ...]:
    return tuple(example for example in examples if example not in left_out)


def test_a_word_typed_in_pinyin_alone_is_as_sure_as_the_word():
    found, surely = asked_about("nuanqi", KNOWN)
    assert surely and [match.key for match in found] == ["heat"] and found[0].by_sound


def test_one_wrong_sign_leads_to_what_may_be_meant():
    known = (*KNOWN, Matter("birth", ("产前筛查",), ("孕妇抽血",)))
    found, surely = asked_about("产前塞查", known)
    assert not surely and [match.key for match in found] == ["birth"] and found[0].by_sound
