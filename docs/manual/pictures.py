"""Takes the manual's pictures from a running demonstration.

Start it with `make run`, then `.venv/bin/python docs/manual/pictures.py [ADDRESS] [FOLDER]`.
Nothing is submitted on the way, so the demonstration's month stays as its story tells it.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ADDRESS = "http://127.0.0.1:8000"
FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
# The browser's own words, as on a box for a file, are Chinese where its languages are installed
# (Debian: chromium-l10n).
CHINESE = {
    "executable_path": CHROMIUM,
    "args": ["--no-sandbox", "--lang=zh-CN"],
    "env": {**os.environ, "LANGUAGE": "zh_CN"},
}
PASSWORD = "yanshi-2023-portal"
SIZE = {"width": 1100, "height": 700}
PHONE = {"width": 390, "height": 700}
MOST_HEIGHT = 1100  # a printed page's worth; what is below it is no picture's subject
COLOURS = 128  # screens have few: a quarter of the bytes, and no eye tells them apart

SCENES: dict[str, tuple[str, Callable[[Page], Locator | None]]] = {}


def scene(name: str, person: str):
    """A picture's name, and whose screen it is; the function leads there and may give a part."""

    def keep(lead: Callable[[Page], Locator | None]):
        SCENES[name] = person, lead
        return lead

    return keep


def go(page: Page, *links: str) -> None:
    """Follow links by their words, the first of each."""
    for words in links:
        page.get_by_role("link", name=words).first.click()
        page.wait_for_load_state()


@scene("clerk-desk", "clerk")
def clerk_desk(page):
    """What a clerk sees after signing in."""


@scene("clerk-fill", "clerk")
def clerk_fill(page):
    """A figure behind its plan opens the boxes for reasons and measures."""
    go(page, "填报")
    page.get_by_label("完成数").first.fill("2")
    page.get_by_label("原因", exact=True).first.wait_for()


@scene("clerk-built", "clerk")
def clerk_built(page):
    go(page, "填报", "登记建成的点位")


@scene("clerk-workbook", "clerk")
def clerk_workbook(page):
    go(page, "用表格填报")


@scene("clerk-reported", "clerk")
def clerk_reported(page):
    go(page, "12. 改善教学基础设施条件　2023年10月调度")


@scene("clerk-slip", "clerk")
def clerk_slip(page):
    go(page, "答复")


@scene("clerk-trial", "clerk")
def clerk_trial(page):
    go(page, "查看、申辩")


@scene("leader-desk", "leader")
def leader_desk(page):
    """The same list as the clerk's, and what waits for a signature."""


@scene("leader-card", "leader")
def leader_card(page):
    go(page, "12. 改善教学基础设施条件　2023年10月调度", "为什么是这张牌")


@scene("leader-people", "leader")
def leader_people(page):
    go(page, "谁在经办")


@scene("officer-desk", "officer")
def officer_desk(page):
    """The open month on one page."""


@scene("officer-review", "officer")
def officer_review(page):
    go(page, "待审核")
    page.get_by_role("row").filter(has_text="12. 改善教学基础设施条件").get_by_role("link").click()


@scene("officer-many", "officer")
def officer_many(page):
    go(page, "待审核")
    for number in ("7.", "17."):
        row = page.get_by_role("row").filter(has_text=number).first
        row.get_by_role("checkbox").check()
    page.get_by_role("button", name="通过所选").click()
    page.wait_for_load_state()


@scene("officer-chase", "officer")
def officer_chase(page):
    page.get_by_text("催报名单（复制到工作群）").click()
    return page.locator("section").filter(has=page.get_by_role("heading", name="催报")).last


@scene("officer-close", "officer")
def officer_close(page):
    go(page, "去定稿")


@scene("officer-bulletin", "officer")
def officer_bulletin(page):
    go(page, "调度期", "2023-09", "通报和Word")


@scene("officer-onepage", "officer")
def officer_onepage(page):
    go(page, "一页纸")


@scene("officer-slips", "officer")
def officer_slips(page):
    go(page, "督办单")


@scene("officer-slip", "officer")
def officer_slip(page):
    go(page, "督办单", "演示督〔2023〕8号")


@scene("admin-account", "admin")
def admin_account(page):
    go(page, "账号", "增加账号")


@scene("district-page", "district")
def district_page(page):
    """The one page of a leader of the district, on a phone."""
    page.set_viewport_size(PHONE)


def signed_in(browser: Browser, address: str, person: str) -> Page:
    page = browser.new_context(base_url=address, viewport=SIZE, locale="zh-CN").new_page()
    page.goto("/admin/")
    page.get_by_label("用户名").fill(person)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主要页面").wait_for()
    return page


def take(page: Page, part: Locator | None, path: Path) -> None:
    height = page.evaluate("document.documentElement.scrollHeight")
    width = page.evaluate("window.innerWidth")
    page.set_viewport_size({"width": width, "height": min(height, MOST_HEIGHT)})
    seen = part.screenshot() if part else page.screenshot()
    page.set_viewport_size(SIZE)
    Image.open(io.BytesIO(seen)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def take_all(address: str, folder: Path) -> dict[str, str]:
    """Every scene's words by its name; its picture lies in the folder as NAME.png."""
    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHINESE)
        for person in sorted({person for person, _ in SCENES.values()}):
            page = signed_in(browser, address, person)
            for name, (whose, lead) in SCENES.items():
                if whose == person:
                    page.goto("/admin/")
                    part = lead(page)
                    take(page, part, folder / f"{name}.png")
                    said[name] = page.locator("body").inner_text()
            page.context.close()
        browser.close()
    return said


if __name__ == "__main__":
    given = sys.argv[1:]
    taken = take_all(given[0] if given else ADDRESS, Path(given[1]) if given[1:] else FOLDER)
    print(f"{len(taken)} pictures")
