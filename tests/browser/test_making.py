"""How a list comes to be, as its people do it in a browser: residents and deputies, units, the
office. What strangers use works without scripts and is whole for everyone."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from projects.drafting.actions import calls
from projects.drafting.calling import deputies_key
from projects.drafting.models import Approval, Drafting, NothingProposed, Opinion, Proposal, text_of
from projects.models import Project
from tests.browsing import IN_BROWSER, findings
from tests.drafting.consulted import LATER, PDF, own_list, sent_out
from tests.drafting.lists import AT, HEAD, JOBS, PLACES, TAIL, projects
from tests.drafting.proposing import make_begun, make_call
from tests.factories import make_clerk, make_officer, make_unit, moment

pytestmark = IN_BROWSER


@pytest.fixture
def officer(live_server, settings):
    settings.DEMO_CLOCK = moment("2024-01-10 10:00")
    return make_officer()


@pytest.fixture
def stranger(chromium, live_server):
    """A browser without an account, and without scripts."""
    made = []

    def opened(**options) -> Page:
        options = {"java_script_enabled": False, **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        made.append(context)
        return context.new_page()

    yield opened
    assert not [cookie for context in made for cookie in context.cookies()]
    for context in made:
        context.close()


def code_on(page: Page) -> str:
    return page.locator("dl.slip code").inner_text()


def followed(page: Page, code: str) -> Page:
    page.goto("/2024/making/")
    page.get_by_role("link", name="查我的建议和意见").first.click()
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    return page


def test_a_resident_proposes_and_reads_by_the_code_what_became_of_it(opened, officer, stranger):
    begun = make_begun(officer)
    make_call(begun, officer)
    page = stranger()
    page.goto("/2024/making/")
    page.get_by_role("link", name="提建议").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明项目名称")
    page.get_by_label("项目名称").fill("家门口的小公园")
    page.get_by_label("内容", exact=True).fill("在演示路建一个口袋公园。")
    page.get_by_label("称呼").fill("演示居民")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    code = code_on(page)
    office = opened(officer)
    office.goto(f"/admin/drafting/drafting/{begun.pk}/proposals/")
    expect(office.get_by_text("家门口的小公园").first).to_be_visible()
    office.locator("input[name=pick]").check()
    office.locator("select[name=d-kind]").select_option("not")
    office.locator("[name=d-reason]").fill("那里要修路，明年再办。")
    office.locator("button[name=decide]").click()
    expect(office.get_by_text("已登记去向1条")).to_be_visible()
    page = followed(page, code.upper())
    expect(page.get_by_role("heading", name="不采纳")).to_be_visible()
    expect(page.get_by_text("那里要修路，明年再办。")).to_be_visible()
    assert "演示居民" not in page.content()


def test_a_deputy_proposes_by_the_address_that_was_sent(officer, stranger):
    begun = make_begun(officer)
    call = make_call(begun, officer, "deputies")
    page = stranger()
    page.goto(f"/2024/making/propose/{deputies_key(call)}/")
    expect(page.get_by_role("heading", name="代表委员")).to_be_visible()
    page.get_by_label("项目名称").fill("增设公交站")
    page.get_by_label("内容", exact=True).fill("在演示园区增设公交站2处。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明姓名")
    page.get_by_label("姓名").fill("演示代表")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    assert Proposal.objects.get().source == "deputy"


def test_a_unit_proposes_from_its_desk_and_another_says_that_it_has_none(opened, officer):
    begun = make_begun(officer)
    make_call(begun, officer, "units")
    one, other = make_unit("演示教育局"), make_unit("演示民政局")
    page = opened(make_clerk(one, "one"))
    page.get_by_role("link", name="提建议").first.click()
    page.get_by_label("项目名称").fill("改造教室照明")
    page.get_by_label("内容").fill("改造教室照明100口。")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_text("已提出“改造教室照明”")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_text("已提1条")).to_be_visible()
    page = opened(make_clerk(other, "other"))
    page.get_by_role("link", name="提建议").first.click()
    page.get_by_role("button", name="本单位无建议").click()
    expect(page.get_by_text("已答复：")).to_be_visible()
    assert (Proposal.objects.get().unit, NothingProposed.objects.get().unit) == (one, other)


def test_an_opinion_is_given_ruled_on_and_looked_up(opened, officer, stranger):
    sent = sent_out(officer, make_unit("演示单位"), public=True)
    page = stranger()
    page.goto("/2024/making/consultations/1/")
    page.locator(".draft-item", has_text="增加托位").first.get_by_role("link").click()
    page.get_by_label("针对的原文").fill("新增托位162个")
    page.get_by_label("意见", exact=True).fill("请写明在哪几个村。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("等待处理")).to_be_visible()
    code = code_on(page)
    office = opened(officer)
    office.goto(f"/admin/drafting/drafting/{sent.drafting_id}/opinions/")
    expect(office.get_by_text("新增托位162个").first).to_be_visible()
    office.locator("select[name$=-kind]").select_option("partly")
    office.locator("[name$=-reason]").fill("村名在实施方案里写。")
    office.locator("[name$=-shown]").fill("写明村名")
    office.get_by_role("button", name="保存处理").click()
    expect(office.get_by_text("部分采纳").first).to_be_visible()
    assert Opinion.objects.get().ruling.kind == "partly"
    page = followed(page, code)
    expect(page.get_by_text("村名在实施方案里写。")).to_be_visible()
    assert "请写明在哪几个村" not in page.content()


def test_ballots_are_pasted_and_a_tie_is_decided(opened, officer, stranger, settings):
    drafting = own_list(officer)
    sent_out(officer, make_unit("演示单位"), drafting=drafting, public=True)
    settings.DEMO_CLOCK = LATER
    page = opened(officer)
    page.goto(f"/admin/drafting/drafting/{drafting.pk}/approval/")
    page.get_by_label("审定的稿").select_option(index=1)
    page.get_by_label("审定方式").select_option("vote")
    page.get_by_label("审定机关").fill("演示区人大")
    page.locator("input[name=meeting]").fill("演示第三次会议")
    page.get_by_label("会议日期").fill("2024-02-01")
    page.get_by_label("应选项数").fill("1")
    page.get_by_label("收回票数").fill("100")
    page.get_by_label("各项票数").fill("1 60 40 0\n2 60 40 0")
    minutes = {"name": "会议纪要.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("input[type=file]").set_input_files(minutes)
    page.get_by_role("button", name="登记审定").click()
    expect(page.get_by_text("已登记审定")).to_be_visible()
    page.get_by_role("checkbox", name="增加托位").check()
    page.get_by_label("依据和理由").fill("再次投票。")
    page.locator("button[name=tie]").click()
    expect(page.get_by_text("已登记取舍")).to_be_visible()
    assert Approval.objects.get().result.chosen
    public = stranger()
    public.goto("/2024/making/")
    expect(public.get_by_text("收回100票")).to_be_visible()
    expect(public.get_by_text("票数相同的取舍：再次投票。")).to_be_visible()


def the_list(lead: str) -> str:
    return f"{HEAD}{PLACES}牵头单位：{lead}\n{JOBS}{TAIL}"


def test_a_text_becomes_the_issued_list_to_the_letter(opened, officer, stranger, settings):
    for name in ("演示教育局", "演示人社局"):
        make_unit(name)
    page = opened(officer)
    page.goto("/admin/drafting/drafting/start/")
    page.get_by_label("正在编制，还没有印发").check()
    page.get_by_label("粘贴清单全文").fill(the_list("演示教育局"))
    page.get_by_label("发布机关").fill("演示管委会")
    page.get_by_role("button", name="识读，去核对").click()
    while page.locator(".draft-project [data-take]").count():
        page.locator(".draft-project [data-take]").first.click()
        page.wait_for_load_state()
    expect(page.locator(".draft-project.draft-taken")).to_have_count(2)
    keep_version(page, "征求意见稿")
    page.get_by_role("link", name="征求意见", exact=True).first.click()
    page.get_by_label("征求意见的稿").select_option(index=1)
    page.get_by_label("演示教育局").check()
    page.get_by_label("向社会公开征求意见").check()
    page.get_by_label("截止日期").fill("2024-01-20")
    page.get_by_label("期限不足30天的理由").fill("演示：年初要印发。")
    page.get_by_role("button", name="发出", exact=True).click()
    expect(page.get_by_text("进行中").first).to_be_visible()
    public = stranger()
    public.goto("/2024/making/consultations/1/")
    public.locator(".draft-item", has_text="增加托位").first.get_by_role("link").click()
    public.get_by_label("意见", exact=True).fill("赞成。")
    public.get_by_role("button", name="提交").click()
    expect(public.get_by_text("等待处理")).to_be_visible()
    page.get_by_role("link", name="意见和处理").first.click()
    page.locator("select[name$=-kind]").select_option("taken")
    page.locator("[name$=-reason]").fill("谢谢，照办。")
    page.get_by_role("button", name="保存处理").click()
    settings.DEMO_CLOCK = LATER
    drafting = Drafting.objects.get()
    page.goto(f"/admin/drafting/drafting/{drafting.pk}/change/")
    keep_version(page, "送审稿")
    page.get_by_role("link", name="审定", exact=True).first.click()
    page.get_by_label("审定的稿").select_option(label="第2稿")
    page.get_by_label("审定方式").select_option("party")
    page.get_by_label("审定机关").fill("演示党工委")
    page.locator("input[name=meeting]").fill("演示第三次会议")
    page.get_by_label("会议日期").fill("2024-02-01")
    minutes = {"name": "会议纪要.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("input[type=file]").set_input_files(minutes)
    page.get_by_role("button", name="登记审定").click()
    expect(page.get_by_text("已登记审定")).to_be_visible()
    page.goto(f"/admin/drafting/drafting/{drafting.pk}/change/")
    page.get_by_role("link", name="印发", exact=True).first.click()
    page.get_by_label("文号").fill("演示管发〔2024〕3号")
    page.get_by_label("印发日期").fill("2024-02-01")
    page.get_by_label("签发人").fill("演示签发人")
    page.get_by_role("button", name="提请印发").click()
    expect(page.get_by_text("等另一人复核").first).to_be_visible()
    second = opened(make_officer("second"))
    second.get_by_role("link", name="去印发").first.click()
    second.get_by_role("button", name="复核无误，印发").click()
    expect(second.get_by_text("公众现在就能看到").first).to_be_visible()
    approved = Approval.objects.get().draft.passages()
    texts = [row.content.text for row in approved if row.is_project]
    assert list(Project.everything.order_by("number").values_list("text", flat=True)) == texts
    public.goto("/2024/explanation/")
    shown = "".join(public.locator("main").inner_text().split())
    assert "".join(text_of(approved).split()) in shown
    for number, text in enumerate(texts, 1):
        public.goto(f"/2024/{number}/")
        assert "".join(text.split()) in "".join(public.locator("main").inner_text().split())


def keep_version(page: Page, note: str) -> None:
    page.get_by_role("link", name="存稿和比较").first.click()
    page.get_by_label("说明").fill(note)
    page.get_by_role("button", name="存一稿").click()
    expect(page.get_by_text(note).first).to_be_visible()
    page.get_by_role("link", name="回到核对").click()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_strangers_pages_are_whole_for_everyone(officer, stranger, width):
    begun = make_begun(officer)
    make_call(begun, officer)
    call = make_call(begun, officer, "deputies")
    calls.extend(call=call, closes=dt.date(2024, 2, 9), reason="演示", by=officer, at=AT)
    sent_out(officer, drafting=begun, public=True)
    key = projects(begun)[0].key
    wrong = {}
    for scheme in ("light", "dark"):
        page = stranger(
            java_script_enabled=True, bypass_csp=True, color_scheme=scheme,
            viewport={"width": width, "height": 844},
        )  # fmt: skip
        for path in (
            "propose/", f"propose/{deputies_key(call)}/", "follow/?code=x", "call/",
            "consultations/1/", f"consultations/1/opinion/?item={key}",
        ):  # fmt: skip
            for view in ("", "large", "larger"):
                joint = "&" if "?" in path else "?"
                page.goto(f"/2024/making/{path}{joint}view={view}")
                if found := findings(page, width):
                    wrong[path, view, scheme] = found
    assert wrong == {}
