"""What tells who somebody is, found in a text before it is made public. Pure."""

import re
import unicodedata

GAP = r"[\s\-—–]{0,2}"
IDENTITY = re.compile(rf"(?<!\d)(?:\d{GAP}){{14}}(?:\d{GAP}\d{GAP}\d{GAP}[\dXx]|\d)(?![\dXx])")
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{GAP})?1[3-9](?:{GAP}\d){{9}}(?!\d)")
LANDLINE = re.compile(
    rf"(?<!\d)\(?0\d{{2,3}}\)?{GAP}[2-9]\d{{6,7}}(?!\d)|(?:电话|手机|联系)\D{{0,4}}\d{{7,8}}(?!\d)"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
)
NAME = re.compile(
    rf"(?:我|本人|名字)叫(?![不了个到来人他她它大])[\u4e00-\u9fff]{{1,4}}"
    rf"|(?:我|本人)是[{SURNAMES}某][\u4e00-\u9fff]{{1,2}}(?=[\s,.;:!?，。；：！？、(（]|$)"
)
KINDS = {"身份证号": IDENTITY, "手机号码": MOBILE, "邮箱": MAIL, "姓名": NAME}


def personal(text: str, *, office: bool = False) -> list[str]:
    """What is found, as 手机号码“138…”; `office` lets pass the landlines that an office answers."""
    told, kinds = [], KINDS if office else KINDS | {"电话号码": LANDLINE}
    text = unicodedata.normalize("NFKC", text)
    for kind, pattern in kinds.items():
        if found := pattern.search(text):
            told.append(f"{kind}“{found[0].strip()}”")
            text = pattern.sub("", text)
    return told


def sentence(what: str, *texts: str, office: bool = False) -> str:
    """Why the texts may not be public as they are typed; "" where they may."""
    found = [each for text in texts for each in personal(text, office=office)]
    return f"{what}里有{'、'.join(dict.fromkeys(found))}，不能公开，请改写。" if found else ""
