"""Telling work groups by their robots: 企业微信, 钉钉, 飞书, as each service documents it.

An answer of HTTP 200 may still be a refusal; only the service's own 0 is taken for sent.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import transaction

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import LeadUnit, User
from supervision.models import Act, ChatGroup, ChatMessage

SECONDS, MOST_BYTES = 5, 1900
Service = ChatGroup.Service
PREFIX = "【民生实事督查】"


@dataclass
class Told:
    """The groups that were told, and those that were not with the reason."""

    done: list[ChatGroup] = field(default_factory=list)
    failed: list[tuple[ChatGroup, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        parts = [f"已发到{len(self.done)}个工作群"] if self.done else []
        parts += [f"没有发到{group}：{error}" for group, error in self.failed]
        return "；".join(parts)


def tell(texts: dict[int | None, str], at: dt.datetime) -> Told:
    """Tell each unit's groups (None: the office's) its text, outside any transaction.

    A group that was told at this moment already is not told twice: the work may be taken up again.
    """
    told = Told()
    groups = ChatGroup.objects.filter(active=True).select_related("unit").order_by("pk")
    for group in groups:
        if text := texts.get(group.unit_id):
            before = group.messages.filter(at=at, error="").exists()
            error = "" if before else push(group, text, at).error
            if error:
                told.failed.append((group, error))
            else:
                told.done.append(group)
    return told


def everybody(text: str) -> dict[int | None, str]:
    """The text for every unit with a group, and for the office's own."""
    units = ChatGroup.objects.filter(active=True).values_list("unit", flat=True)
    return dict.fromkeys(units, text)


def push(group: ChatGroup, text: str, at: dt.datetime) -> ChatMessage:
    """Say it in the group, and keep what became of it."""
    text = shortened(f"{PREFIX}{text}")
    error = posted(*request_for(group, text, time.time()))
    return ChatMessage.objects.create(group=group, text=text, at=at, error=error[:200])


def request_for(group: ChatGroup, text: str, moment: float) -> tuple[str, dict]:
    """The address and the body that a group's service asks for, signed at a moment (seconds)."""
    base = settings.CHAT_SERVICES[group.service]
    if group.service == Service.WECOM:
        query = urlencode({"key": group.token})
        return f"{base}?{query}", {"msgtype": "text", "text": {"content": text}}
    if group.service == Service.DINGTALK:
        query = {"access_token": group.token}
        if group.secret:
            stamp = str(round(moment * 1000))
            signed = mac(group.secret, f"{stamp}\n{group.secret}")
            query |= {"timestamp": stamp, "sign": signed}
        return f"{base}?{urlencode(query)}", {"msgtype": "text", "text": {"content": text}}
    body = {"msg_type": "text", "content": {"text": text}}
    if group.secret:
        stamp = str(int(moment))
        body |= {"timestamp": stamp, "sign": mac(f"{stamp}\n{group.secret}", "")}
    return f"{base}/{quote(group.token, safe='')}", body


KEY = re.compile(r"[A-Za-z0-9_-]{6,200}")
# Under which name the key stands in a service's address; without one it is the last part.
NAMED = {Service.WECOM: "key", Service.DINGTALK: "access_token", Service.FEISHU: ""}


def key_of(given: str, service: str) -> str:
    """The robot's key, typed alone or as the service's own address; Refused for anything else."""
    given = given.strip()
    if KEY.fullmatch(given):
        return given
    try:
        address = urlsplit(given)
    except ValueError:
        address = urlsplit("")
    own, named = urlsplit(settings.CHAT_SERVICES[service]), NAMED[service]
    before, _, last = address.path.rpartition("/")
    query = parse_qs(address.query)
    keys = query.pop(named, []) if named else [last]
    path = address.path if named else before
    same = (address.scheme, address.netloc, path) == (own.scheme, own.netloc, own.path.rstrip("/"))
    if same and not query and len(keys) == 1 and KEY.fullmatch(keys[0]):
        return keys[0]
    label = Service(service).label
    if address.scheme and address.netloc != own.netloc:
        raise Refused(f"这不是{label}机器人的网址（{own.netloc}），只收密钥或{label}自己的网址。")
    raise Refused(
        f"看不懂这个密钥：只有字母、数字、“-”和“_”，也可以把{label}机器人的网址整个粘进来。"
    )


def mac(key: str, text: str) -> str:
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class Unled(HTTPRedirectHandler):
    """No answer leads a message to another address: it is a refusal."""

    def redirect_request(self, *given):
        return None


OPENER = build_opener(Unled)


def posted(address: str, body: dict) -> str:
    """Post it; why it was not taken, "" where it was."""
    content = json.dumps(body, ensure_ascii=False).encode()
    request = Request(address, content, {"Content-Type": "application/json; charset=utf-8"})
    try:
        # Safe: the settings take no address but https and http (config/environment.py).
        with OPENER.open(request, timeout=SECONDS) as answer:
            said = json.loads(answer.read(10_000))
    except HTTPError as error:
        error.close()
        return f"平台答复{error.code}"
    except (OSError, HTTPException):
        return "连不上平台"
    except ValueError:
        return "平台的答复读不懂"
    if not isinstance(said, dict):
        return "平台的答复读不懂"
    code = next((said[name] for name in ("errcode", "code", "StatusCode") if name in said), None)
    if code == 0:
        return ""
    return f"平台没有接受（{code}）：{said.get('errmsg') or said.get('msg') or '没有说明'}"


def shortened(text: str) -> str:
    """The text in as many whole lines as the strictest of the services takes."""
    lines, size = [], 0
    for line in text.splitlines():
        size += len(line.encode()) + 1
        if size > MOST_BYTES:
            return "\n".join([*lines, "……其余请登录平台查看。"])
        lines.append(line)
    return "\n".join(lines)


@transaction.atomic
def set_group(
    *,
    service: str,
    name: str,
    token: str,
    by: User,
    at: dt.datetime,
    unit: LeadUnit | None = None,
    secret: str = "",
) -> ChatGroup:
    """Let a group be told; the keys stand in no event."""
    token = key_of(token, service)
    if "://" in secret:
        raise Refused("加签密钥是一串字符，不是网址。")
    group = ChatGroup.objects.filter(service=service, token=token).first()
    if group and group.active:
        raise Refused(f"这个机器人已经设置在“{group}”。")
    group = group or ChatGroup(service=service, token=token)
    group.unit, group.name, group.secret, group.active = unit, name.strip(), secret.strip(), True
    group.set_at, group.set_by = at, by
    group.full_clean()
    group.save()
    record(action=Act.CHAT_GROUP, by=by, at=at, note=str(group), public=False)
    return group


@transaction.atomic
def stop_group(*, group: ChatGroup, by: User, at: dt.datetime) -> ChatGroup:
    group = ChatGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not group.active:
        raise Refused("这个工作群已经停用。")
    group.active = False
    group.save(update_fields=["active"])
    record(action=Act.CHAT_GROUP_STOP, by=by, at=at, note=str(group), public=False)
    return group
