"""工作群: told by robots as 企业微信, 钉钉 and 飞书 document it; what was not told is named."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from projects.models import Event
from supervision.actions import policies
from supervision.actions.pushing import MOST_BYTES, shortened, tell
from supervision.models import ChatGroup, ChatMessage
from tests.admin.slips import close, url
from tests.factories import make_officer, moment

pytestmark = pytest.mark.django_db
SET = "/admin/supervision/chatgroup/set/"
SECRET = "SEC+/密钥"


class Receiver:
    """The three services as their documents describe them: form and signature are checked."""

    def __init__(self):
        self.said, self.answer, self.leads_to = [], None, ""
        self.followed = False
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                parts = urlsplit(self.path)
                status, said = receiver.taken(parts.path, parse_qs(parts.query), body)
                content = json.dumps(receiver.answer or said).encode()
                self.send_response(302 if receiver.leads_to else status)
                if receiver.leads_to:
                    self.send_header("Location", receiver.leads_to)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):
                receiver.followed = True
                content = b'{"errcode": 0}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def taken(self, path, query, body) -> tuple[int, dict]:
        wrong = {"errcode": 93000, "errmsg": "invalid webhook url"}
        if path == "/wecom":
            if query.get("key") != ["wecom-key"] or body["msgtype"] != "text":
                return 200, wrong
            self.said.append(body["text"]["content"])
            return 200, {"errcode": 0, "errmsg": "ok"}
        if path == "/dingtalk":
            [stamp] = query["timestamp"]
            key = f"{stamp}\n{SECRET}"
            wanted = mac(SECRET.encode(), key.encode())
            fresh = abs(time.time() * 1000 - int(stamp)) < 3_600_000
            if query["sign"] != [wanted] or not fresh or query["access_token"] != ["ding-token"]:
                return 200, {"errcode": 310000, "errmsg": "sign not match"}
            self.said.append(body["text"]["content"])
            return 200, {"errcode": 0, "errmsg": "ok"}
        if path == "/feishu/hook-token":
            key = f"{body['timestamp']}\n{SECRET}"
            if body["sign"] != mac(key.encode(), b"") or body["msg_type"] != "text":
                return 200, {"code": 19021, "msg": "sign match fail"}
            self.said.append(body["content"]["text"])
            return 200, {"code": 0, "msg": "success", "data": {}}
        return 404, {}


def mac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


@pytest.fixture
def receiver(settings):
    made = Receiver()
    settings.SITE_URL = "https://demo.example"
    settings.CHAT_SERVICES = {
        "wecom": f"{made.base}/wecom",
        "dingtalk": f"{made.base}/dingtalk",
        "feishu": f"{made.base}/feishu",
    }
    yield made
    made.server.shutdown()
    made.server.server_close()


GROUPS = {
    "wecom": {"token": "wecom-key", "secret": ""},
    "dingtalk": {"token": "ding-token", "secret": SECRET},
    "feishu": {"token": "hook-token", "secret": SECRET},
}


def make_group(world, service="wecom", unit=None, **kw) -> ChatGroup:
    kw = GROUPS[service] | kw
    return ChatGroup.objects.create(
        unit=unit, service=service, name="演示群", set_at=moment("2023-10-01 09:00"),
        set_by=world.officer, **kw,
    )  # fmt: skip


@pytest.mark.parametrize("service", GROUPS)
def test_each_service_takes_what_is_sent(sign_in, world, receiver, service):
    office = sign_in(world.officer)
    data = {"unit": world.unit.pk, "service": service, "name": "教育群", **GROUPS[service]}
    assert office.post(SET, data).status_code == 302
    group = ChatGroup.objects.get()
    page = f"/admin/supervision/chatgroup/{group.pk}/change/"
    shown = office.post(page, {"try": "1"}, follow=True).content.decode()
    assert "已发到群里" in shown
    assert receiver.said == [f"【民生实事督查】{world.officer}测试：看到这条就是设置好了。"]
    assert group.token not in shown and SECRET not in shown
    assert not Event.objects.filter(body__contains=group.token).exists()
    again = office.post(SET, data)
    assert again.status_code == 400 and "已经设置在" in again.content.decode()


OWN = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token={}",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/{}",
}


@pytest.mark.parametrize("service", OWN)
def test_the_service_s_own_address_is_taken_for_its_key(sign_in, world, service):
    data = {"unit": "", "service": service, "name": "群", "token": OWN[service].format("a1-B2_c3")}
    assert sign_in(world.officer).post(SET, data).status_code == 302
    assert ChatGroup.objects.get().token == "a1-B2_c3"


@pytest.mark.parametrize(
    ("service", "token", "said"),
    [
        ("wecom", "https://evil.example/send?key=a1-B2_c3", "这不是企业微信机器人的网址"),
        ("wecom", OWN["dingtalk"].format("a1-B2_c3"), "这不是企业微信机器人的网址"),
        ("feishu", "http://127.0.0.1:8000/admin/", "这不是飞书机器人的网址"),
        ("wecom", OWN["wecom"].format("a1-B2_c3").replace("https", "http"), "看不懂这个密钥"),
        ("wecom", OWN["wecom"].format("a1-B2_c3") + "&to=evil", "看不懂这个密钥"),
        ("wecom", OWN["wecom"].format(""), "看不懂这个密钥"),
        ("wecom", "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a1-B2_c3", "这不是"),
        ("dingtalk", "key=a1-B2_c3", "看不懂这个密钥"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/", "看不懂这个密钥"),
        ("feishu", "../../a1-B2_c3", "看不懂这个密钥"),
        ("feishu", "http://[a1-B2_c3", "看不懂这个密钥"),
        ("wecom", "密钥一二三四五六", "看不懂这个密钥"),
    ],
)
def test_any_other_address_is_refused_at_its_box(sign_in, world, service, token, said):
    data = {"unit": "", "service": service, "name": "群", "token": token}
    answer = sign_in(world.officer).post(SET, data)
    assert answer.status_code == 400 and not ChatGroup.objects.exists()
    [sentence] = answer.context["form"].errors["token"]
    assert said in sentence and "a1-B2_c3" not in sentence


def test_a_secret_is_no_address(sign_in, world):
    data = {"unit": "", "service": "feishu", "name": "群", "token": "a1-B2_c3"}
    answer = sign_in(world.officer).post(SET, data | {"secret": "https://evil.example/"})
    assert "不是网址" in answer.context["form"].errors["secret"][0]


@pytest.mark.parametrize("service", ["dingtalk", "feishu"])
def test_a_wrong_signature_is_not_said_to_be_sent(sign_in, world, receiver, service):
    group = make_group(world, service, secret="another")
    office = sign_in(world.officer)
    page = f"/admin/supervision/chatgroup/{group.pk}/change/"
    shown = office.post(page, {"try": "1"}, follow=True).content.decode()
    assert "没有发出：平台没有接受（" in shown and "已发到群里" not in shown
    assert receiver.said == [] and ChatMessage.objects.get().error


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, "平台没有接受（45009）"),
        ({"hello": "proxy"}, "平台没有接受（None）"),
        (["errcode"], "平台的答复读不懂"),
        (200, "平台的答复读不懂"),
    ],
)
def test_a_refusal_with_200_is_a_refusal(world, receiver, answer, why):
    receiver.answer = answer
    group = make_group(world)
    told = tell({None: "文字"}, moment("2023-10-05 09:00"))
    assert told.done == [] and why in told.words
    assert told.failed[0][0] == group


def test_no_answer_leads_a_message_elsewhere(world, receiver):
    receiver.leads_to = f"{receiver.base}/inside"
    make_group(world)
    told = tell({None: "文字"}, moment("2023-10-05 09:00"))
    assert told.done == [] and "平台答复302" in told.words
    assert not receiver.followed


def test_a_service_that_is_away_is_named_on_the_desk(sign_in, world, receiver, settings):
    settings.CHAT_SERVICES = {"wecom": "http://127.0.0.1:9/wecom"}
    make_group(world, unit=world.unit)
    office = sign_in(world.officer)
    address = f"/admin/supervision/period/{world.period.pk}/chase/"
    said = office.post(address, {"unit": ""}, follow=True).content.decode()
    assert "没有发到教育演示：演示群（企业微信）：连不上平台" in said
    assert "今天没有发到的工作群 1" in office.get("/admin/").content.decode()


def test_units_and_the_office_are_chased_each_in_its_group(sign_in, world, receiver):
    make_group(world, unit=world.unit)
    make_group(world, "feishu")
    stopped = make_group(world, "dingtalk", unit=world.stranger_report.unit)
    office = sign_in(world.officer)
    page = f"/admin/supervision/chatgroup/{stopped.pk}/change/"
    assert office.post(page, {"stop": "1"}).status_code == 302
    address = f"/admin/supervision/period/{world.period.pk}/chase/"
    said = office.post(address, {"unit": ""}, follow=True).content.decode()
    assert "已发到2个工作群" in said
    to_unit, to_office = receiver.said
    assert "教育演示尚未报送：1. 教室照明" in to_unit and "https://demo.example/admin/" in to_unit
    assert "民政演示：2. 适老化改造" in to_office


def test_a_signed_slip_is_told_with_its_page(sign_in, world, settings, receiver):
    draft = close(world, settings)
    make_group(world, unit=world.unit)
    office = sign_in(world.officer)
    office.post(url(draft, "edit"), {
        "edit-demand": "请整改。", "edit-addressee": draft.addressee_id,
        "edit-due": "2023-10-18", "edit-mend_by": "2023-11-20",
    })  # fmt: skip
    sign_in(make_officer("second")).post(url(draft, "check"))
    shown = office.post(url(draft, "issue"), {"issue-signer": "演示签发人"}, follow=True)
    assert "已发到1个工作群" in shown.content.decode()
    [said] = receiver.said
    assert "督办单已签发：督〔2023〕1号" in said and "请于10月18日前答复" in said
    assert f"https://demo.example{url(draft)}" in said


def test_reminders_go_to_the_unit_s_group(world, settings, receiver):
    settings.DEMO_CLOCK = moment("2023-10-07 09:00")
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    make_group(world, unit=world.unit)
    call_command("send_reminders")
    [said] = receiver.said
    assert "9月进展：1. 教室照明" in said
    assert f"https://demo.example/admin/supervision/report/{world.report.pk}/fill/" in said


def test_a_long_text_ends_with_a_whole_line():
    text = shortened("\n".join(["一二三四五六七八九十" * 3] * 100))
    assert len(text.encode()) <= MOST_BYTES + 100
    assert text.endswith("……其余请登录平台查看。")
