"""Invented units and who leads and supports each project (演示)."""

UNITS = {
    "health": "卫生健康",
    "education": "教育",
    "disabled": "残疾人服务",
    "civil": "民政",
    "culture": "文化和旅游",
    "insurance": "医疗保障",
    "labour": "人力资源社会保障",
    "agriculture": "农业农村",
    "ecology": "生态环境",
    "justice": "司法行政",
    "emergency": "应急管理",
    "housing": "住房建设",
    "city": "城市管理",
    "city-service": "城市运行",
    "tuanli": "疃里镇",
    "maji": "马集镇",
    "hospitals": "两镇卫生院",
    "finance": "财政",
    "market": "市场监管",
    "fire": "消防救援",
    "land": "自然资源",
    "heating-gas": "国有供热和燃气企业",
    "builder": "国有建设平台",
}

# One unit is renamed in the course of the year: earlier months keep printing the old name.
RENAMED = {"city": ("city-service", "2023-07-01")}

TOWNS = ("tuanli", "maji")

# project number: (lead, supporting units)
ROLES = {
    1: ("health", ("education", *TOWNS)),
    2: ("health", TOWNS),
    3: ("health", ("education", "justice", *TOWNS)),
    4: ("health", ("hospitals",)),
    5: ("disabled", ("health", "civil")),
    6: ("disabled", ("housing", *TOWNS)),
    7: ("civil", ("housing", *TOWNS)),
    8: ("culture", ("civil", *TOWNS)),
    9: ("culture", ("housing", *TOWNS)),
    10: ("education", ("health", "finance")),
    11: ("education", ("housing", "tuanli")),
    12: ("education", ("finance", "market")),
    13: ("insurance", ("health", "civil")),
    14: ("labour", (*TOWNS, "finance")),
    15: ("agriculture", TOWNS),
    16: ("ecology", ("agriculture", "housing", *TOWNS)),
    17: ("justice", ("education", "culture", *TOWNS)),
    18: ("emergency", ("finance", *TOWNS)),
    19: ("housing", ("fire", *TOWNS)),
    20: ("housing", ("city", "heating-gas")),
    21: ("city", ("land", "ecology", *TOWNS)),
    22: ("culture", ("housing", "builder", "finance")),
}

# The accounts that `make run` prints, by role; every other clerk is 经办人 with the unit's slug.
ACCOUNTS = {
    "clerk": "牵头单位经办人：教育（演示）",
    "leader": "牵头单位分管负责人：教育（演示）",
    "officer": "党政办公室督查（演示）",
    "admin": "系统管理员（演示）",
    "district": "区领导，只看滞后项目（演示）",
}
PASSWORD = "yanshi-2023-portal"
