"""What hostile requests are made of, for tests and for the drill."""

SCRIPT = "<script>alert(1)</script>"
PIECES = [
    SCRIPT, '"><img src=x onerror=alert(1)>', "'; DROP TABLE projects_site; --", "\x00", "\x1b[2J",
    "%00", "%s%n", "{{ 7*7 }}", "{% debug %}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "疃里",
    "字" * 1200, "\u202e", "\u2028", "\ufeff", "e\u0301" * 40, "🏫", "-1", "1e999", "NaN", "９９",
    "99999999999999999999999", "None", "[]", "=1+1", "javascript:alert(1)", "\ud7ff", "", " ",
    "\x7f\x85", "%F0%28%8C%28", "?q=&&==", "Ａ", "ß" * 31,
]  # fmt: skip
FIELDS = ["kind", "text", "site", "seen", "name", "phone", "website", "token"]
PATHS = [
    "/", "/2023/", "/2023/12/", "/2023/sites/", "/2023/12/feedback/", "/feedback/none/",
    "/feedback/",    "/photos/1.jpg",
]  # fmt: skip
NAMES = ["q", "code", "page", "view", "site", "category", "card", "unit", "month", "next", "x[]"]
HEADERS = [
    "Accept", "Accept-Language", "Cookie", "If-None-Match", "If-Modified-Since", "Origin", "Range",
    "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
    "X-Original-URL", "Sec-Fetch-Site", "Content-Length-X",
]  # fmt: skip
