"""The strip in a frame of another site, in a real browser: on named sites alone, and it alone."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browsing import IN_BROWSER
from tests.factories import moment

pytestmark = IN_BROWSER


@pytest.fixture
def elsewhere():
    """A site of somebody else, at another port, whose page is one frame: its address and a way to
    say what it frames."""
    framed = {}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            src = framed.get("src", "about:blank")
            self.wfile.write(f'<!doctype html><iframe src="{src}" width="600"></iframe>'.encode())

        def log_message(self, *args):
            """Nothing is written about requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", framed
    server.shutdown()
    server.server_close()


def test_the_strip_stands_on_a_named_site_and_nothing_else_does(
    chromium, demonstration, live_server, settings, elsewhere
):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    demonstration.again()
    other, framed = elsewhere

    def inside(path: str) -> str:
        """What a visitor who was never here reads in the frame."""
        page = chromium.new_context(viewport={"width": 700, "height": 500}).new_page()
        framed["src"] = f"{live_server.url}{path}"
        page.goto(other)
        page.wait_for_load_state("networkidle")
        frame = page.frames[1]
        refused = frame.url.startswith("chrome-error:")
        text = "" if refused else frame.locator("body").inner_text()
        page.context.close()
        return text

    assert inside("/2023/embed/") == ""
    settings.EMBED_SITES = ["http://www.example.gov.cn", other]
    assert "22件实事" in inside("/2023/embed/")
    for path in ("/", "/2023/12/", "/2023/12/feedback/", "/admin/login/", "/search/?q=暖气"):
        assert inside(path) == "", path
    settings.EMBED_SITES = ["http://www.example.gov.cn"]
    assert inside("/2023/embed/") == ""
