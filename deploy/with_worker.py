"""with_worker.py SERVER…: starts the server and, beside it, what does its long work (run_jobs).

The server takes this very process, so that whoever stops or kills it meets the server itself. A
child keeps the worker going: one that was killed is started again and takes up what it left, and
once the server has gone it is asked to end its job and stop.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
PAUSE = 2  # seconds before another try; one is refused while another server's still runs


def keep(server: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the worker itself, and the server
    while os.getppid() == server:
        worker = subprocess.Popen([sys.executable, MANAGE, "run_jobs"])
        while worker.poll() is None and os.getppid() == server:
            time.sleep(0.2)
        if worker.poll() is None:
            worker.terminate()
            worker.wait()
        time.sleep(PAUSE)


own = os.getpid()
if os.fork() == 0:
    keep(own)
else:
    os.execvp(sys.argv[1], sys.argv[1:])
