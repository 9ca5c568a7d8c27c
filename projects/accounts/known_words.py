"""Words that whoever guesses here tries first; a password is more than they are."""

import re

from django.core.exceptions import ValidationError

WORDS = (
    "jining", "jingkaiqu", "kaifaqu", "jkq", "shandong", "minsheng", "shishi", "minshengshishi",
    "duban", "ducha", "duchashi", "dangzheng", "zhengfu", "bangongshi", "guanweihui", "weiyuanhui",
    "portal", "livelihood", "government", "gov", "office", "admin", "administrator", "password",
    "passwd", "mima", "user", "welcome", "qwerty", "abc", "民生", "实事", "督办", "督查", "济宁",
    "经开区", "密码",
)  # fmt: skip
KNOWN = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
REST = 6


class NotOfWordsKnownHere:
    """Refuse what is little more than such words, years and signs between them."""

    def validate(self, password, user=None) -> None:
        rest = re.sub(r"[\W\d_]", "", KNOWN.sub("", password.lower()))
        if len(rest) < REST and KNOWN.search(password.lower()):
            raise ValidationError(
                "密码不能只由单位、平台的名称和年份、数字拼成，请换一个别人想不到的。"
            )

    def get_help_text(self) -> str:
        return "不能只由单位、平台的名称和年份、数字拼成。"
