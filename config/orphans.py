"""A worker of the server does not outlive the process that started it."""

import faulthandler
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
        # Ending, the server may wait for a thread that waits for Python's lock: no line of Python
        # runs any more then, and this alarm is not one.
        nowhere = open(os.devnull, "w")  # noqa: SIM115  it is needed to the end
        faulthandler.dump_traceback_later(ORDERLY, exit=True, file=nowhere)
        # A worker that is still starting has no handler of its own yet: what it is told is lost.
        while True:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.5)

    Thread(target=wait, name="parent", daemon=True).start()
