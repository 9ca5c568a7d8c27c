"""How figures are read, clause by clause: what a sentence promises and what it does not."""

import pytest

from projects.drafting.reading.promises import read_promises
from projects.drafting.reading.signs import flat
from projects.values.numbers import plain

SIGNS = {"exactly": "", "at_least": "≥", "at_most": "≤"}


def told(sentence: str, year: int = 2024) -> list[str]:
    """Each target as `≥537个`, with `from 375`, `of 209+340` its day."""
    found = []
    for draft in read_promises(flat(sentence), year)[0]:
        if draft.value is None:
            said = str(draft.kind)
        else:
            said = f"{SIGNS[draft.comparison]}{plain(draft.value)}{draft.measure}"
        if draft.baseline is not None:
            said += f" from {plain(draft.baseline)}"
        if draft.parts:
            said += " of " + "+".join(plain(part[1]) for part in draft.parts)
        found.append(said + (f" by {draft.due:%m-%d}" if draft.due else ""))
    return found


def whys(sentence: str) -> set[str]:
    return {each.why for each in read_promises(flat(sentence), 2024)[1]}


ROWS = """
# a figure with its object is a quantity and gets no stages beside it
新建公办幼儿园3所 → 3所
为30户残疾人家庭实施无障碍改造 → 30户
对50户困难老年人家庭进行适老化改造，方便老年人洗浴、如厕 → 50户
建成社区食堂8家并投入运营 → 8家
新建三所小学、两所幼儿园 → 3所; 2所
安装充电桩1,200个 → 1200个
新增停车泊位３，２００个 → 3200个
铺设供热管道4km → 4公里
开展“送教上门”服务，受教育残疾儿童86名 → 86名
# a single named building or step without a figure is milestones, due at its last stage
建成区文化中心并投入使用 → milestones
区妇幼保健院迁建项目主体封顶 → milestones
建设城东公园，3月底前开工，10月底前建成开放 → milestones by 10-31
启动第二人民医院建设，6月底前完成立项，9月底前开工 → milestones by 09-30
打通人民路断头路 → milestones
区青少年活动中心9月底前开放 → milestones by 09-30
# what runs all year without a figure is a service
区图书馆、文化馆全年免费开放 → service
为孤独症儿童提供康复训练 → service
定期开展食品安全抽检 → service
新建城市书房5处，全民阅读活动持续开展 → 5处; service
为困难群众提供法律援助服务 → service
# a share or rate in % is coverage
家庭医生重点人群签约率达到75%以上 → ≥75%
实现行政村5G网络全覆盖 → 100%
半数社区建成老年食堂 → 50%
农村生活污水治理率达到七成 → 70%
九成以上学校建成心理辅导室 → ≥90%
全区各镇卫生院设立中医馆 → 100%
公办园在园幼儿占比提高到60% → 60%
垃圾无害化处理率保持在100% → 100%
# what is to be held under a limit is quantity, at_most
城镇调查失业率控制在5.5%以内 → ≤5.5%
办理时限压缩至3个工作日以内 → ≤3个工作日
急救平均反应时间不超过12分钟 → ≤12分钟
细颗粒物年均浓度不高于35微克/立方米 → ≤35微克/立方米
# an increase with its total, from … to …, on the basis of …: one target with its baseline
年内新增托位162个，托位总数达到537个 → 537个 from 375
由375个提高到537个 → 537个 from 375
养老床位从1200张增加到1500张 → 1500张 from 1200
自来水普及率由94%提高到97% → 97% from 94
在现有46所的基础上，新增普惠园8所 → 54所 from 46
在去年改造120户的基础上，再改造80户 → 200户 from 120
在现有45个基础上，新建驿站30个，驿站总数达到75个 → 75个 from 45
在2022年的基础上，继续为1200户65岁以上老年人免费提供有线电视服务 → 1200户
新增社区书屋6家，累计达到30家 → 30家 from 24
万人失业率由4.8%降低到4.5% → 4.5% from 4.8
# a whole with its parts is one target with parts
开发公益性岗位549个，其中城镇岗位209个，乡村岗位340个 → 549个 of 209+340
新建改建学校5所（新建2所、改建3所） → 5所 of 2+3
新增床位200张，其中护理型床位120张 → 200张 of 120
新建小学2所、初中1所，共3所 → 3所 of 2+1
改造小区20个，其中整治电梯30台 → 20个; 30台
# a frequency and its yearly total are the total
开展义诊，每季度1次，全年4次 → 4次
每月举办1场讲座，全年不少于12场 → ≥12场
每季度开展1次应急演练 → 4次
每年进行1次健康普查 → 1次
# 各 in several places is multiplied, of several things is each
在东城、西城两个街道各建2处养老驿站 → 4处
在南湖镇、北湖镇各建2处公益性公墓 → 4处
全区12个镇街各建成1处老年食堂 → 12处
在2处湿地各建观鸟亭3座 → 6座
在6个车站各设无障碍厕位2个 → 12个
新建小学、幼儿园各2所 → 2所; 2所
# a span is at least its lower end
整治交通隐患点30—50处 → ≥30处
招募志愿者200-300名 → ≥200名
# figures that share a unit are targets each
改造供水、供热管网12、8公里 → 12公里; 8公里
新增小学学位800个、初中学位400个 → 800个; 400个
新建口袋公园6处、健身步道3公里 → 6处; 3公里
# 万 of things and people is multiplied out, areas keep it
为适龄妇女免费筛查1.2万人次 → 12000人次
栽植苗木3万株 → 30000株
完成既有建筑节能改造20万平方米 → 20万平方米
造林1.5万亩 → 1.5万亩
发放消费券2000余份 → ≥2000份
为2.1万名中学生免费接种疫苗 → 21000名
# a rate per 100 000 is a figure with its bound
婴幼儿死亡率控制在12/10万以下 → ≤12/10万
# what is hoped for beyond a promise is no second one
培育示范店不少于60家，力争达到80家 → ≥60家
新增示范店60家，力争达到80家 → 60家
# whom it is done for is told behind 涉及
改造小区9个（涉及居民900户） → 9个
改造小区9个，涉及住宅楼20栋、居民900户 → 9个
区文化馆新馆10月1日前开放 → milestones by 10-01
新建书房4处；区文化馆新馆10月1日前对外开放 → 4处; milestones by 10-01
# bounds
公益讲座不少于4场 → ≥4场
加装电梯100台以上 → ≥100台
力争新增就业6000人 → 6000人
确保完成危房改造60户 → 60户
# due only where the text gives one other than the year's end
改造公厕12座，9月底前完成 → 12座 by 09-30
6月底前完成20个小区改造 → 20个 by 06-30
上半年建成健身广场5个 → 5个 by 06-30
12月底前新建公园2个 → 2个
年底前新建公园2个 → 2个
国庆节前建成图书馆新馆 → milestones by 09-30
# ages, years, numbers of documents, standards, capacities, areas, lengths, roads … are no targets
建设日处理200吨的垃圾中转站2座 → 2座
新建文化广场1处，占地20亩，建筑面积3000平方米 → 1处
改造道路3条，总长4.6公里 → 3条
改造老旧小区12个，惠及居民5200户 → 12个
为65岁以上老年人体检3万人次 → 30000人次
开通12345热线服务专席20个 → 20个
改建G327国道沿线公交站台15座 → 15座
每人每月补助300元，救助困难儿童120名 → 120名
投资2.3亿元，新建学校2所 → 2所
建设综合体1处，分为文化、体育、展览3个功能区 → 1处
根据政发〔2024〕3号文件，新建书房4处 → 4处
为7—9年级女生接种疫苗3500人 → 3500人
新建“15分钟健身圈”场地8处 → 8处
改造二次供水设施16处 → 16处
"""
CASES = [line.split(" → ") for line in ROWS.strip().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("sentence, expected", CASES, ids=[case[0][:16] for case in CASES])
def test_a_sentence_promises(sentence, expected):
    assert told(sentence) == expected.split("; ")


@pytest.mark.parametrize(
    "sentence, why",
    [
        ("为65岁以上老年人体检300人次", "年龄"),
        ("2024年新建公园2个", "年份"),
        ("根据政发〔2024〕3号文件，新建书房4处", "文号"),
        ("每人每月补助300元，救助120名", "标准"),
        ("投资2.3亿元，新建学校2所", "资金"),
        ("建设日处理200吨的中转站2座", "规模"),
        ("新建广场1处，建筑面积3000平方米", "面积"),
        ("改造道路3条，总长4.6公里", "长度"),
        ("改造小区12个，惠及居民5200户", "受益"),
        ("建设综合体1处，分为3个功能区", "功能区"),
        ("拨打热线12345咨询，新建书房4处", "电话"),
        ("改造嘉诚1号小区，新建书房4处", "编号"),
        ("为7—9年级女生接种疫苗3500人", "年级"),
        ("新建学校3所、学位1200", "没有计量单位"),
        ("为全县128所学校配备校医，配备率达100%", "范围"),
    ],
)
def test_why_a_figure_is_no_target(sentence, why):
    assert why in whys(sentence)
