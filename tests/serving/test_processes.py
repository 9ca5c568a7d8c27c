"""Processes of a server: one on a port, none that outlives its main one, each replaced."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from select import select

import pytest

from tests.serving.servers import DEPLOY, ROOT, command_of, free_port, wait_for

ENV = {**os.environ, "PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": "processes" * 4}


@contextmanager
def main_process(options: list[str], port: int):
    command = [sys.executable, "-m", "granian", *options, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=ENV)
    try:
        wait_for(port)
        yield server
    finally:
        server.kill()
        server.wait(30)


def make_run() -> list[str]:
    """The words that `make run` starts the server with."""
    text = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    return re.search(r"\$\(BIN\)/granian (.*)", text)[1].replace("$(PORT)", "1").split()


def workers(main: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True)
    return [int(each) for each in found.stdout.split()]


def taken(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def eventually(holds, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.parametrize("options", [make_run(), command_of("portal.service")])
def test_a_worker_ends_with_its_main_process(options):
    port = free_port()
    with main_process(options, port) as server:
        server.send_signal(signal.SIGKILL)
        server.wait(10)
        assert eventually(lambda: not taken(port))


DEAF = """
import ctypes, multiprocessing, os, signal, sys, time
from config.orphans import end_with_parent

def locked(*given):
    ctypes.PyDLL(None).sleep(60)  # with Python's lock held

def work():
    signal.signal(signal.SIGTERM, {"ignored": signal.SIG_IGN, "locked": locked}[sys.argv[1]])
    end_with_parent()
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    multiprocessing.get_context("fork").Process(target=work).start()
    time.sleep(60)
"""


@pytest.mark.parametrize("signal_is", ["ignored", "locked"])
def test_a_worker_that_hears_nothing_ends_with_its_main_process_too(signal_is):
    command = [sys.executable, "-c", DEAF, signal_is]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        worker = int(server.stdout.readline())
        server.kill()
        server.wait(10)
        try:
            # Its end of the pipe is shut by its end, whoever buries it.
            assert select([server.stdout], [], [], 30)[0] and not server.stdout.read()
        finally:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize("options", [make_run(), command_of("portal.service")])
def test_a_worker_that_is_killed_is_replaced(options):
    port = free_port()
    with main_process(options, port) as server:
        [victim, *_] = workers(server.pid)
        os.kill(victim, signal.SIGKILL)
        assert eventually(lambda: victim not in workers(server.pid))
        assert eventually(lambda: taken(port))
        assert server.poll() is None


def test_a_port_that_is_taken_is_said_in_words():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, DEPLOY / "port_free.py", str(port)], capture_output=True, text=True
        )
    assert done.returncode == 1 and f"端口{port}已经有程序在用" in done.stderr
    free = [sys.executable, DEPLOY / "port_free.py", str(free_port())]
    assert subprocess.run(free).returncode == 0
    makefile = (ROOT / "Makefile").read_text()
    assert makefile.index("port_free.py $(PORT)") < makefile.index("load_demo")
