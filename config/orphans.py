"""A worker of the server does not outlive the process that started it."""

import multiprocessing
import os
import signal
import time
from threading import Thread

ORDERLY = 3.0  # seconds to end what was begun: the next server waits for this port


def end_with_parent() -> None:
    """End this process in good order once its main one is gone, killed or not.

    Without, it went on answering on a port that a second server had taken, too.
    """
    parent = multiprocessing.parent_process()
    if parent is None:  # not a worker of a server in Python
        return

    def wait() -> None:
        parent.join()
        end = time.monotonic() + ORDERLY
        # A worker that is still starting has no handler of its own yet: what it is told is lost.
        while time.monotonic() < end:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.5)
        # One that is deaf, or waits for somebody's connection, has no main process to end it.
        os.kill(os.getpid(), signal.SIGKILL)

    Thread(target=wait, name="parent", daemon=True).start()
