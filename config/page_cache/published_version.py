"""Which version is published: asked of the database at most once a second by each process."""

import time
from queue import SimpleQueue
from threading import Event, Lock, Thread

from django.db import Error, connections

from config.database_timeout import STATEMENT_SECONDS, database_deadline
from config.replica import asked_of_either

INTERVAL = 1.0  # seconds between two questions
ANSWER_SECONDS = 1.0  # seconds after which no answer is the same as no database


def published_version() -> tuple:
    """The last act that a page can show, and the day: some pages say what today is."""
    from projects.clock import today
    from projects.ledger.chain import published

    return asked_of_either(published), today()


class Question:
    """One question to the database; `version` stays None where it is away."""

    def __init__(self):
        self.asked_at = time.monotonic()
        self.done = Event()
        self.version = None


class VersionPoller:
    """A thread of its own asks, so that a database that hangs holds up no request for long."""

    def __init__(self, ask=published_version):
        self.ask = ask
        self.lock = Lock()
        self.questions: SimpleQueue[Question] = SimpleQueue()
        self.thread: Thread | None = None
        self.latest: Question | None = None

    def version(self):
        """The published version; None while the database is away."""
        question = self.latest
        now = time.monotonic()
        if question is None or now - question.asked_at >= INTERVAL:
            question = self.next_question()
        if question.done.is_set():
            return question.version
        question.done.wait(max(0, question.asked_at + ANSWER_SECONDS - now))
        return question.version

    def next_question(self) -> Question:
        """A new question, unless one was just put or still waits for its answer."""
        with self.lock:
            latest = self.latest
            if self.thread is None or not self.thread.is_alive():  # none yet, or lost to a fork
                self.thread = Thread(target=self.answer, name="published-version", daemon=True)
                self.thread.start()
            elif not latest.done.is_set() or time.monotonic() - latest.asked_at < INTERVAL:
                return latest
            self.latest = Question()
            self.questions.put(self.latest)
            return self.latest

    def answer(self) -> None:
        while True:
            question = self.questions.get()
            try:
                with database_deadline(STATEMENT_SECONDS):
                    question.version = self.ask()
            except Error:
                connections.close_all()
            finally:
                question.done.set()
