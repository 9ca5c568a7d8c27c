"""People at work in a portal that is being hurt: what was acknowledged to them is kept here."""

import hashlib
import http.client
import re
import ssl
import threading
import time
import urllib.parse
import uuid
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass

from lxml import html

from drill.layouts import Layout
from tests.walk.page import filled

TOKEN = "t" * 32
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% {}\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
TIMEOUT = 60
AS_THEY_ARE = "%/:=&?~#+!$,;'@()*[]"  # signs of an address that mean something
CYCLES = {3: "clerk-health", 7: "clerk-civil", 8: "clerk-culture", 12: "clerk", 17: "clerk-justice"}
DRAFTED = {10: "clerk"}
RESIDENTS = 2
UNVERIFIED = ssl.create_default_context()
UNVERIFIED.check_hostname, UNVERIFIED.verify_mode = False, ssl.CERT_NONE


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Tally:
    """What all clients together saw: statuses, seconds, and what was acknowledged."""

    def __init__(self):
        self.lock = threading.Lock()
        self.statuses: Counter = Counter()
        self.seconds: list[float] = []
        self.acknowledged: dict[str, list[str]] = defaultdict(list)
        self.odd: list[str] = []

    def saw(self, path: str, reply: Reply) -> None:
        with self.lock:
            self.statuses[reply.status] += 1
            self.seconds.append(reply.seconds)
            if reply.status >= 400 and reply.status not in (503, 502, 504):
                self.odd.append(f"{reply.status} {path} {words_of(reply)}")

    def keep(self, kind: str, value: str) -> None:
        with self.lock:
            self.acknowledged[kind].append(value)

    def others(self, *allowed: int) -> int:
        """How many answers had a status that nobody should see."""
        return sum(count for status, count in self.statuses.items() if status not in allowed)

    @property
    def refused(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 400)

    @property
    def acts(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    def snapshot(self) -> dict[str, list[str]]:
        """What is acknowledged by now."""
        with self.lock:
            return {kind: [*values] for kind, values in self.acknowledged.items()}

    def next_act(self, patience: float = 60) -> float:
        """Seconds until the next act is acknowledged."""
        began, before = time.monotonic(), self.acts
        while self.acts == before and time.monotonic() - began < patience:
            time.sleep(0.02)
        return time.monotonic() - began

    @property
    def p99(self) -> float:
        ordered = sorted(self.seconds)
        return round(ordered[int(len(ordered) * 0.99)], 3) if ordered else 0.0


def words_of(reply: Reply) -> str:
    with suppress(Exception):
        return " ".join(html.fromstring(reply.text).text_content().split())[-160:]
    return reply.text[:160]


class Browser:
    """One person's browser: an address of its own, so that nobody shares a limit."""

    def __init__(self, layout: Layout, tally: Tally, number: int, user: str = ""):
        self.layout, self.tally = layout, tally
        self.source = f"127.0.{1 + number // 200}.{1 + number % 200}"
        self.session = layout.sessions[user] if user else ""
        self.connection: http.client.HTTPConnection | None = None

    def opened(self, timeout: float) -> http.client.HTTPConnection:
        host, port = self.layout.address
        given = {"timeout": timeout, "source_address": (self.source, 0)}
        if self.layout.tls:
            return http.client.HTTPSConnection(host, port, context=UNVERIFIED, **given)
        return http.client.HTTPConnection(host, port, **given)

    def get(self, path: str, timeout: float = TIMEOUT) -> Reply:
        return self.ask("GET", path, None, "", timeout)

    def post(self, path: str, fields: dict, files: dict | None = None) -> Reply:
        fields = {**fields, "csrfmiddlewaretoken": [TOKEN]}
        if not files:
            pairs = [(name, value) for name, values in fields.items() for value in values]
            body, kind = urllib.parse.urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = multipart(fields, files)
        return self.ask("POST", path, body, kind, TIMEOUT)

    def ask(
        self, method: str, path: str, body: bytes | None, kind: str, timeout: float, more=()
    ) -> Reply:
        """An answer; OSError where there is none: then nothing was acknowledged."""
        headers = {"Host": self.layout.host, **dict(more)}
        if self.session:
            secure = "__Secure-" * self.layout.tls
            headers["Cookie"] = f"{secure}sessionid={self.session}; {secure}csrftoken={TOKEN}"
        if kind:
            scheme = "https" if self.layout.tls else "http"
            headers |= {"Content-Type": kind, "Origin": f"{scheme}://{self.layout.host}"}
        began = time.monotonic()
        try:
            self.connection = self.connection or self.opened(timeout)
            self.connection.timeout = timeout
            asked = urllib.parse.quote(path, safe=AS_THEY_ARE)
            self.connection.request(method, asked, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise OSError(f"{method} {path}: {error!r}") from error
        found = {name.lower(): value for name, value in answer.getheaders()}
        reply = Reply(answer.status, found, content, time.monotonic() - began)
        if found.get("connection") == "close" or method == "POST":
            self.close()  # a kept connection may be dead by the next form, which is sent but once
        self.tally.saw(path, reply)
        return reply

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def multipart(fields: dict, files: dict) -> tuple[bytes, str]:
    mark, parts = uuid.uuid4().hex, []
    for name, values in fields.items():
        for value in values:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(f"{head}{value}\r\n".encode())
    for name, (given, content) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{given}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n")
        parts.append(content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def form_in(reply: Reply, button: str):
    """The form of a page that has a button of this name."""
    for form in html.fromstring(reply.text).xpath("//form"):
        if form.xpath(f'.//*[@name="{button}"]'):
            return form
    raise LookupError(f"no form with {button}: {words_of(reply)}")


class Clerk:
    """Fills in one report with words and a file, hands it in; the officer sends it back."""

    def __init__(self, layout, tally, number: int, project: int, user: str, *, hands_in: bool):
        self.tally, self.hands_in, self.turns = tally, hands_in, 0
        self.own = Browser(layout, tally, number, user)
        self.officer = Browser(layout, tally, number, "officer" if number % 2 else "officer2")
        self.report = layout.reports[project]
        self.page = f"/admin/supervision/report/{self.report}/"

    def turn(self) -> None:
        reply = self.own.get(f"{self.page}fill/")
        if reply.status == 302:
            self.send_back()
        elif reply.status == 200:
            self.turns += 1
            self.attach(reply) if self.turns % 3 == 1 else self.hand_in(reply)

    def attach(self, reply: Reply) -> None:
        content = PDF.replace(b"{}", uuid.uuid4().hex.encode())
        fields = filled(form_in(reply, "save"), {"progress": words(), "evidence": None})
        answer = self.own.post(
            f"{self.page}fill/", {**fields, "save": ["1"]}, {"evidence": ("材料.pdf", content)}
        )
        if answer.status == 302:
            self.tally.keep("evidence", hashlib.sha256(content).hexdigest())

    def hand_in(self, reply: Reply) -> None:
        said = words()
        fields = filled(form_in(reply, "save"), {"progress": said, "evidence": None})
        button = "submit" if self.hands_in else "save"
        answer = self.own.post(f"{self.page}fill/", {**fields, button: ["1"]})
        if answer.status == 302 and self.hands_in:
            self.tally.keep("submission", said)

    def send_back(self) -> None:
        reply = self.officer.get(f"{self.page}change/")
        found = re.search(r"/admin/supervision/submission/(\d+)/change/", reply.text)
        if not found:
            return
        why = words()
        fields = {"reason": [why], "return": ["1"]}
        if self.officer.post(found[0], fields).status == 302:
            self.tally.keep("review", why)


class Resident:
    """Leaves messages on a project."""

    def __init__(self, layout, tally, number: int):
        self.tally, self.browser = tally, Browser(layout, tally, number)

    def turn(self) -> None:
        page = "/2023/12/feedback/"
        reply = self.browser.get(page)
        if reply.status != 200:
            return
        said = words()
        fields = filled(form_in(reply, "token"), {"kind": "problem", "text": said, "seen": None})
        if self.browser.post(page, fields).status == 303:
            self.tally.keep("message", said)


def words() -> str:
    """Words that were never said before."""
    return f"演示：本月进展{uuid.uuid4().hex}。"


class AtWork:
    """Eight people who go on until the with is over, whatever they are answered."""

    def __init__(self, layout: Layout, tally: Tally | None = None, pause: float = 0.02):
        self.tally, self.pause = tally or Tally(), pause
        people: list = [
            Clerk(layout, self.tally, number, project, user, hands_in=project in CYCLES)
            for number, (project, user) in enumerate((CYCLES | DRAFTED).items(), 1)
        ]
        people += [Resident(layout, self.tally, 20 + number) for number in range(RESIDENTS)]
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=[each]) for each in people]
        self.failed: list[str] = []

    def work(self, person) -> None:
        while not self.over.is_set():
            before = self.tally.refused
            try:
                person.turn()
                self.over.wait(self.pause)
            except OSError:
                self.over.wait(0.2)  # no answer: nothing was acknowledged
            except Exception as error:
                self.failed.append(repr(error))
            if self.tally.refused > before:
                self.over.wait(0.3)

    def __enter__(self) -> Tally:
        for thread in self.threads:
            thread.start()
        return self.tally

    def __exit__(self, *error) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
        for said in dict.fromkeys(self.failed + self.tally.odd):
            print(f"  a client: {said}", flush=True)
