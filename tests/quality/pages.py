"""One address of every kind of public page, in the demonstration."""

from urllib.parse import quote

KINDS = {
    "home": "/",
    "narrowed list": "/?card=yellow&sort=behind",
    "project": "/2023/12/",
    "project of many kinds": "/2023/20/",
    "project with a changed promise": "/2023/21/",
    "project people apply for": "/2023/7/",
    "project of the same every month": "/2023/2/",
    "project with photos": "/2023/11/",
    "card": "/2023/12/cards/2023-09/",
    "corrected card": "/2023/8/cards/2023-08/",
    "feedback": "/2023/12/feedback/",
    "follow a message": "/feedback/?code=aaaabbbbccccdddd",
    "explanation": "/2023/explanation/",
    "corrections": "/2023/corrections/",
    "about": "/about/",
    "board": "/2023/board/",
    "board of a month": "/2023/board/2023-06/",
    "changes": "/2023/changes/",
    "bulletins": "/2023/bulletins/",
    "bulletin": "/2023/bulletins/7/",
    "bulletin corrected since": "/2023/bulletins/6/",
    "units": "/2023/units/",
    "unit": "/2023/units/education/",
    "sites": "/2023/sites/",
    "places": "/2023/places/",
    "place": f"/2023/places/{quote('疃里镇（演示）')}/{quote('演示20村')}/",
    "sheet to hang up": "/2023/12/sheet/",
    "data": "/2023/data/",
    "embed": "/2023/embed/",
    "poster": "/2023/poster/",
    "search": f"/search/?q={quote('教室')}",
    "nothing found": f"/search/?q={quote('没有的词')}",
}
NOT_FOUND = "/1999/"
