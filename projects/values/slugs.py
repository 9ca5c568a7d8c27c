"""Addresses proposed for units, so that no clerk has to invent one."""

import re
from collections.abc import Iterable

# What offices are called, longest first where one word holds another.
WORDS = {
    "党政办公室": "office", "党政办": "office", "政务服务": "services", "行政审批": "approval",
    "教育": "education", "卫生健康": "health", "卫健": "health", "疾控": "disease-control",
    "医疗保障": "insurance", "医保": "insurance", "民政": "civil", "残联": "disabled",
    "残疾人": "disabled", "人力资源": "labour", "人社": "labour", "就业": "employment",
    "社会事业": "social", "社会工作": "social-work", "文化": "culture", "文旅": "culture",
    "体育": "sports", "退役军人": "veterans", "农业": "agriculture", "农村": "agriculture",
    "水利": "water", "水务": "water", "生态环境": "ecology", "环保": "ecology",
    "自然资源": "land", "规划": "planning", "住房": "housing", "住建": "housing",
    "建设": "housing", "交通": "transport", "城市管理": "city", "城管": "city",
    "综合执法": "city", "应急": "emergency", "消防": "fire", "公安": "police", "交警": "traffic",
    "司法": "justice", "法院": "court", "检察": "procuratorate", "财政": "finance",
    "税务": "tax", "审计": "audit", "发改": "development", "发展改革": "development",
    "经济": "economy", "工信": "industry", "商务": "commerce", "市场监管": "market",
    "市场监督": "market", "信访": "petitions", "大数据": "data", "统计": "statistics",
    "妇联": "women", "团委": "youth", "工会": "union", "医院": "hospital", "卫生院": "clinic",
    "供电": "power", "供热": "heating", "燃气": "gas", "园林": "parks", "气象": "weather",
}  # fmt: skip


def slug_for(name: str, taken: Iterable[str]) -> str:
    """A free address for a unit: what it works at in English, else a number."""
    found = next((slug for word, slug in WORDS.items() if word in name), "")
    latin = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    start, taken = found or latin[:30] or "unit", set(taken)
    if start != "unit" and start not in taken:
        return start
    return next(slug for slug in (f"{start}-{n}" for n in range(1, 10_000)) if slug not in taken)
