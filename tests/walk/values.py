"""What is typed on the walk: figures, names, months and days, sound and odd."""

from hypothesis import strategies as st

from tests.walk.boxes import YEAR

FIGURES = st.one_of(
    st.integers(0, 130).map(str),
    st.sampled_from(["", "12.5", "１２", "-3", "999999999999.9999", "1e3", "无", "100", "99.999"]),
)
NAMES = st.sampled_from(
    [
        "照明改造",
        "照明\u3000改造",
        "照明\u2009改造\u00ad",
        "照\t明",
        "𠮷家村道路",
        "照明\ue000改造",
        " 照明 ",
        "A" * 300,
    ]
)
MONTHS = st.sampled_from(
    [
        f"{YEAR - 2}-11",
        f"{YEAR}-01",
        f"{YEAR}-03",
        f"{YEAR}-12",
        f"{YEAR + 1}-02",
        f"{YEAR + 7}-05",
        "2024.3",
        "",
    ]
)
DAYS = st.sampled_from(
    ["", f"{YEAR}-02-05", f"{YEAR}-01-15", f"{YEAR}-05-01", f"{YEAR}-10-01", "2019-01-01", "明天"]
)
WHICH = st.integers(0, 30)
