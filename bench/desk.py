"""The office's desk beside the home page built anew, and answers of the search.

Run as `python -m bench.desk`: the demonstration's 22 projects with a month open, then a month of
2,200 projects to be closed; each in a process of its own.
"""

import subprocess
import sys

from bench.database import set_up, sqlite_url
from bench.wanted import end, held, processor

MANY = 2_200
MOST_OF_HOME, MOST_SECONDS = 5, 0.4
QUESTIONS = ("教室", "孩子上学", "托班", "老房子漏水")
LEAST_KEPT = 5  # times faster than an answer built anew
MOST_ANEW = 0.25  # of the home page built anew
ROUNDS = 15


def open_desk():
    """A signed-in officer's browser; the second step is not what is measured."""
    from django.conf import settings
    from django.test import Client

    from projects.models import RoleRule, User
    from tests.factories import make_officer

    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    RoleRule.objects.update(second_step=False)
    officer = User.objects.filter(groups__name="督查").first() or make_officer()
    browser = Client()
    browser.force_login(officer)
    return browser


def seconds(browser, path: str) -> float:
    assert browser.get(path).status_code == 200, path
    return processor(lambda: browser.get(path), ROUNDS)


def demonstration() -> bool:
    from django.core.management import call_command
    from django.test import Client

    call_command("load_demo")
    desk, home = seconds(open_desk(), "/admin/"), seconds(Client(), "/")
    print(f"desk: {desk * 1000:.0f} ms of the processor; home built anew {home * 1000:.0f} ms")
    good = held(desk / home, "desk: at 22 projects / home", most=MOST_OF_HOME)
    return searched(home) and good


def searched(home: float) -> bool:
    """Answers built anew and kept, both through the page cache; the first of a version reads what
    all later ones share."""
    from itertools import count
    from urllib.parse import urlencode

    from django.core.wsgi import get_wsgi_application

    from config.page_cache import PageCache
    from tests.serving.asking import ask

    class Standing:
        def version(self):
            return 1

    class Turning:
        def __init__(self):
            self.version = count().__next__

    def cache(megabytes: int, poller=Standing) -> PageCache:
        return PageCache(get_wsgi_application(), limit=megabytes << 20, poller=poller())

    never, kept, turning = cache(0), cache(64), cache(0, Turning)

    def asked(site, question: str) -> float:
        given = ["/search/", urlencode({"q": question})]
        assert ask(site, *given).status == 200
        return processor(lambda: ask(site, *given), ROUNDS)

    anew = sum(asked(never, each) for each in QUESTIONS) / len(QUESTIONS)
    again = sum(asked(kept, each) for each in QUESTIONS) / len(QUESTIONS)
    first = sum(asked(turning, each) for each in QUESTIONS) / len(QUESTIONS)
    print(f"search: {anew * 1000:.1f} ms of the processor built anew, {again * 1000:.2f} ms kept")
    print(f"search: {first * 1000:.0f} ms the first after something was published")
    good = held(anew / home, "search: built anew / home", most=MOST_ANEW)
    return held(anew / again, "search: built anew / kept", least=LEAST_KEPT) and good


def many() -> bool:
    from bench.cards import fill

    fill(MANY)
    desk = seconds(open_desk(), "/admin/")
    return held(desk, f"desk: at {MANY:,} projects, s of the processor", most=MOST_SECONDS)


PARTS = {"demonstration": demonstration, "many": many}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        with sqlite_url() as url:
            set_up(url)
            from django.core.management import call_command

            call_command("collectstatic", interactive=False, verbosity=0)
            good = PARTS[sys.argv[1]]()
        end(good)
    parts = ([sys.executable, "-m", "bench.desk", part] for part in PARTS)
    end(*[subprocess.run(part).returncode == 0 for part in parts])
