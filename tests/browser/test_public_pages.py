"""Each kind of public page in a real browser: axe findings, width, and what is fetched."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from projects.models import Programme
from tests.browsing import IN_BROWSER, OF_COLOUR, findings
from tests.factories import make_message, make_programme, make_project, make_target, make_unit
from tests.public.months import (
    count_cards,
    make_card,
    make_month,
    make_release,
    quantity,
    service,
    stages,
)

PAGES = {
    "list": "/",
    "filtered list": "/?card=yellow&q=照明",
    "year without progress": "/2022/",
    "counted project": "/2023/12/",
    "project of many kinds": "/2023/20/",
    "promise alone": "/2022/1/",
    "withheld count": "/2023/5/",
    "card": "/2023/12/cards/2023-09/",
    "explanation": "/2023/explanation/",
    "board": "/2023/board/",
    "changes": "/2023/changes/",
    "bulletins": "/2023/bulletins/",
    "bulletin": "/2023/bulletins/9/",
    "units": "/2023/units/",
    "unit": "/2023/units/education/",
    "data": "/2023/data/",
    "embed": "/2023/embed/",
    "embed before any month": "/2022/embed/",
    "poster": "/2023/poster/",
    "search": "/search/?q=照明",
    "board in large type": "/2023/board/?view=large",
    "board of a year without progress": "/2022/board/",
    "places": "/2023/sites/",
    "towns": "/2023/places/",
    "map": "/2023/map/",
    "map in largest type": "/2023/map/?view=larger",
    "town": "/2023/places/疃里镇（演示）/",
    "place": "/2023/places/疃里镇（演示）/演示第2小学/",
    "place in large type": "/2023/places/疃里镇（演示）/演示第2小学/?view=large",
    "place asks": "/2023/places/疃里镇（演示）/演示第2小学/seen/",
    "place on paper": "/2023/places/疃里镇（演示）/演示第1小学/sheet/",
    "project on paper": "/2023/20/sheet/",
    "no place found": "/2023/sites/?q=没有",
    "feedback form": "/2023/12/feedback/",
    "feedback form in large type": "/2023/12/feedback/?view=large",
    "receipt": "/feedback/code000000000000/",
    "not found": "/1999/",
    "large type": "/?view=large",
    "largest type": "/?view=larger",
    "board in largest type": "/2023/board/?view=larger",
    "project for a meeting": "/2023/20/?view=meeting",
    "project in large type": "/2023/20/?view=large",
}

pytestmark = IN_BROWSER

# Characters seen on a page by the size they are set in.
SIZES = """() => {
  const sizes = {}, texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; text = texts.nextNode();) {
    const words = text.textContent.trim(), own = text.parentElement;
    if (!words || !own.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(own).fontSize);
    sizes[size] = (sizes[size] || 0) + words.length;
  }
  return sizes;
}"""
# Words within badges that stand on two lines.
BROKEN = """() => [...document.querySelectorAll(".badge *")]
  .filter(each => !each.children.length && each.textContent.trim() && each.checkVisibility())
  .filter(each => {
    const words = document.createRange();
    words.selectNodeContents(each);
    return new Set([...words.getClientRects()].map(line => Math.round(line.top))).size > 1;
  }).map(each => each.textContent)"""


@pytest.fixture
def site(live_server):
    """A published September with a card of every kind, and a year of promises alone."""
    unit = make_unit("教育（演示）", slug="education", phone="0537-000-0002（演示）")
    programme = make_programme(demonstration=True, feedback=True)
    period = make_month(programme)
    lights = make_project(programme, unit=unit, number=12, title="教室照明", category="children")
    many = make_project(programme, unit=unit, number=20, title="城市环境")
    few = make_project(programme, unit=unit, number=5, sensitive=True)
    rooms = make_target(lights, "改造提升教室照明", value="149", measure="口")
    at = [
        {"place": "疃里镇（演示）", "latitude": f"35.4{n}", "longitude": "116.3"} for n in range(3)
    ]
    rooms.sites.create(name="演示第1小学", quantity=20, done="2023-08", **at[0])
    rooms.sites.create(name="演示第2小学", planned="2023-09", **at[1])
    rooms.sites.create(name="演示第3小学", planned="2023-12", **at[2])
    lights.guide.create(kind="who")
    make_message(lights, code="code000000000000")
    make_card(period, lights, quantity())
    undecided = quantity("绿化", plan=None)
    make_card(period, many, quantity("道路", "149"), stages(), service(), undecided)
    make_card(period, few, quantity(value="7"))
    make_card(period, make_project(programme, number=6), quantity(plan=None))
    make_release(period, lights, "改为周末和夜间施工。")
    count_cards(period)
    make_target(make_project(make_programme(2022), number=1), "照明")
    return live_server.url


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_page_is_accessible_and_fits(chromium, site, width):
    """In the dark scheme, which changes colours alone, what rests on colours."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme="light", bypass_csp=True
    )
    page = context.new_page()
    wrong = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        page.emulate_media(color_scheme="light")
        if found := findings(page, width):
            wrong[name] = found
        page.emulate_media(color_scheme="dark")
        if found := findings(page, width, *OF_COLOUR):
            wrong[f"{name}, dark"] = found
    assert not wrong


def test_pages_keep_to_the_policy_and_ask_no_one_else(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES.values():
        page.goto(site + path)
    assert not [text for text in said if "404" not in text]
    assert all(url.startswith(site) for url in asked)
    assert context.cookies() == []
    context.close()


def test_the_list_works_without_script_by_keyboard_alone(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.get_by_label("项目或内容").fill("照明")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    expect(page.get_by_text("找到")).to_be_visible()
    page.get_by_role("link", name="教室照明").click()
    page.wait_for_url("**/2023/12/")
    page.get_by_text("看表格").first.click()
    expect(page.get_by_role("cell", name="120").first).to_be_visible()
    context.close()


def test_zoomed_in_nothing_runs_off_sideways(chromium, site):
    """1280 px at 200 % is 640 px wide, at 400 % it is 320."""
    page = chromium.new_page()
    for path in PAGES.values():
        page.goto(site + path)
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_typing_narrows_the_rows_at_once(chromium, site):
    page = chromium.new_page()
    page.goto(site)
    rows = page.locator(".rows > .row:visible")
    expect(rows).to_have_count(4)
    page.get_by_label("项目或内容").fill("照明")
    expect(rows).to_have_count(1)
    expect(page.locator("#typed")).to_contain_text("按回车")
    page.get_by_label("项目或内容").fill("")
    expect(rows).to_have_count(4)
    page.close()


@pytest.mark.parametrize("asked", ["", "?view=large"])
@pytest.mark.parametrize("policy", ["三色", "阶梯"])
@pytest.mark.parametrize(
    ("heading", "title", "named"),
    [
        ("济宁经开区2023年“民生实事”项目", "实施困难老年人家庭适老化改造提升工程", 6),
        (
            "某某省某某市某某经济技术开发区2023年度“民生实事”项目清单",
            "实施城乡困难老年人家庭适老化改造和无障碍改造提升工程",
            2,
        ),
    ],
)
def test_the_poster_is_one_sheet_of_paper(chromium, site, policy, asked, heading, title, named):
    """Also in large type, with all four grades and more behind than it names."""
    programme = Programme.everything.get(year=2023)
    programme.title = heading
    programme.save()
    period = make_month(programme, "2023-10")
    for number in range(30, 44):
        project = make_project(programme, number=number, title=f"{title}{number}")
        make_card(period, project, quantity(value=str(number * 4 - 60)), policy=policy)
    count_cards(period)
    page = chromium.new_page()
    page.goto(f"{site}/2023/poster/{asked}")
    assert page.locator(".poster-late li").count() == named
    assert "还有" in page.locator(".poster-late").inner_text()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.close()


def test_a_phone_shows_the_year_its_tiles_and_the_question_where_one_lives_at_once(chromium, site):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(site)
    for place in map(page.locator, (".hero-sum", ".tiles", ".tally", ".near input")):
        box = place.bounding_box()
        assert box["y"] + box["height"] <= 844
    page.close()


def test_running_words_are_17_px_and_larger_in_every_larger_view(chromium, site):
    """Small print is for marks and notes: most of what a page says is body type."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    for path in ("/", "/2023/12/", "/2023/board/", "/2023/places/", "/about/"):
        page.goto(site + path)
        sizes = page.evaluate(SIZES)
        large = sum(count for size, count in sizes.items() if float(size) >= 17)
        assert large >= 0.7 * sum(sizes.values()), (path, sizes)
    body = {}
    for view in ("", "meeting", "large", "larger"):
        page.goto(f"{site}/?view={view}" if view else site)
        body[view] = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert body[""] == 17 and body["larger"] >= 30
    assert sorted(body.values()) == list(body.values()) and len({*body.values()}) == 4
    page.close()


def test_at_400_percent_the_newest_month_is_in_view_and_no_badge_breaks(chromium, site):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{site}/2023/board/")
    box = page.locator("thead th", has_text="9月").last.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    for path in ("/", "/2023/board/", "/2023/units/", "/2023/places/", "/search/?q=照明"):
        page.goto(site + path)
        assert page.evaluate(BROKEN) == [], path
    page.close()


def test_in_forced_colours_buttons_and_what_is_chosen_keep_an_edge(chromium, site):
    context = chromium.new_context(forced_colors="active", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/?category=children")
    width = "parseFloat(getComputedStyle({}).borderTopWidth)"
    edge = page.locator(".find button").first.evaluate(f"each => {width.format('each')}")
    chosen = page.locator(".chips [aria-current]").first
    other = page.locator(".chips a:not([aria-current])").first
    assert edge >= 1
    assert chosen.evaluate(f"each => {width.format('each')}") > other.evaluate(
        f"each => {width.format('each')}"
    )
    context.close()


# What only leads elsewhere, or asks for a click.
DEAD_ON_PAPER = re.compile(
    "^看|我要留言|怎么来的|加进日历|怎样计算|点牌|凭查询码|变了什么$|打印|订阅|下载|换一"
)
SHOWN = """() => [...document.querySelectorAll("a, button, summary, .lead span")]
    .filter(each => each.checkVisibility()).map(each => each.innerText.trim())"""


def test_marks_of_promises_keep_their_filling_on_paper(chromium, site):
    """Without it done, on plan and pending are one empty box."""
    page = chromium.new_page()
    page.goto(site)
    page.emulate_media(media="print")
    adjust = "each => getComputedStyle(each, {}).printColorAdjust"
    mark, named = page.locator(".promise-marks i").first, page.locator(".promise-sum span").first
    assert mark.evaluate(adjust.format("null")) == "exact"
    assert named.evaluate(adjust.format("'::before'")) == "exact"
    page.close()


def test_paper_holds_no_way_on_and_no_sheet_of_the_legend_alone(chromium, site):
    page = chromium.new_page()
    paths = (
        "/", "/2023/12/", "/2023/12/cards/2023-09/", "/2023/board/", "/2023/changes/2023-09/",
        "/2023/places/", "/about/", "/2023/bulletins/9/", "/2023/12/sheet/",
    )  # fmt: skip
    for path in paths:
        page.goto(site + path)
        page.emulate_media(media="print")
        dead = [words for words in page.evaluate(SHOWN) if DEAD_ON_PAPER.search(words)]
        assert dead == [], path
        legends = page.locator(".legend").locator("visible=true").all_inner_texts()
        end = PdfReader(BytesIO(page.pdf(format="A4"))).pages[-1].extract_text()
        told, _, _ = end.partition("主办单位")
        assert len("".join(told.split())) > len("".join("".join(legends).split())) + 40, path
    page.close()
