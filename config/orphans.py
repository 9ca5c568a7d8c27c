"""A worker of the server does not outlive the process that started it."""

import multiprocessing
import os
import signal
from threading import Thread


def end_with_parent() -> None:
    """End this process in good order once its main one is gone, killed or not.

    Without, it went on answering on a port that a second server had taken, too.
    """
    parent = multiprocessing.parent_process()
    if parent is None:  # not a worker of a server in Python
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, name="parent", daemon=True).start()
