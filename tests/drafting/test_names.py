"""What a target is called: the thing, without how often, where and since when."""

import pytest

from projects.drafting.reading.promises import read_promises
from projects.drafting.reading.signs import flat
from projects.values.numbers import plain

ROWS = """
# how often is told by the value
全年抽检每月1次，全年12次 → 抽检 12
每季度开展心理讲座1次，全年4次 → 开展心理讲座 4
每学期开展消防演练不少于2次 → 开展消防演练 4
开展河道清理行动，每季度集中开展1次，全年4次 → 开展河道清理行动 4
开展药品抽检6批次/千人，全年抽检900批次 → 开展药品抽检 900
# the places are multiplied out
疃里镇、马集镇各建城市书房2处 → 建城市书房 4
东园街道、西园街道各建成3处儿童乐园 → 建成儿童乐园 6
全区8个镇街各建1处老年食堂 → 建老年食堂 8
人民路和解放路各栽500株 → 人民路和解放路栽 1000
建设路和文化路各栽植国槐300株 → 栽植国槐 600
管网改造分别在东坊、西坊两个街道各完成5处 → 管网改造 10
公益电影下乡每村每月1场，共60场 → 公益电影下乡 60
启动小区改造9个、惠及居民1.1万户 → 启动小区改造 9
# by when is told by the due day
6月底前建成城市书房3处 → 建成城市书房 3
2024年9月30日前改造道路4公里 → 改造道路 4
城市书房于9月底前建成3处 → 城市书房建成 3
上半年完成老年人免费体检5000人 → 老年人免费体检 5000
三季度末前完成两癌筛查3000人 → 两癌筛查 3000
12月份前新建充电桩60个 → 新建充电桩 60
2024年新建公厕7座 → 新建公厕 7
年底前完成管网改造12公里 → 管网改造 12
举办3月5日学雷锋活动2场 → 举办3月5日学雷锋活动 2
# a rate keeps what it is measured by
托位数达到每千人口4.6个 → 每千人口托位数 4.6
养老床位提高到每千名老年人36张 → 每千名老年人养老床位 36
每万人口全科医生数达到4人 → 每万人口全科医生数 4
# what only counts is no name
在2023年60项的基础上，再新增“跨省通办”事项20项，总数达到80项 → “跨省通办”事项 80
在现有幼儿园46所的基础上，新增8所 → 幼儿园 54
建设便民服务站点，数量由6个增加到9个 → 建设便民服务站点 9
"""
CASES = [line.split(" → ") for line in ROWS.strip().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("sentence, expected", CASES, ids=[case[0][:16] for case in CASES])
def test_a_target_is_called_by_its_thing(sentence, expected):
    drafts = read_promises(flat(sentence), 2024)[0]
    assert [f"{each.name} {plain(each.value)}" for each in drafts] == [expected]


def test_a_frequency_beside_another_figure_is_called_by_the_clause_before():
    drafts = read_promises(flat("为60名困境儿童开展探访，每季度1次，全年不少于4次"), 2024)[0]
    assert [each.name for each in drafts] == ["困境儿童开展探访"] * 2
