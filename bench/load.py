"""Load from a second process: wrk where it is installed, else a small generator of our own.

`python -m bench.load HOST PORT PATH SECONDS [HEADER…]` prints our own generator's requests/s.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import time

WRK = shutil.which("wrk")
NAME = "wrk" if WRK else "a small Python generator (Debian has wrk: the ratios are better with it)"
CONNECTIONS = 16


def rate(port: int, path: str, seconds: int, *headers: str) -> float:
    """Requests answered a second at an address of this machine."""
    if not WRK:
        given = ["127.0.0.1", str(port), path, str(seconds), *headers]
        return float(printed([sys.executable, "-m", "bench.load", *given]))
    command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    out = printed([*command, f"http://127.0.0.1:{port}{path}"])
    if "Non-2xx" in out and "If-None-Match" not in " ".join(headers):
        raise RuntimeError(out)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])


def printed(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def ask_over_and_over(host: str, port: int, request: bytes, end: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if length := re.search(rb"(?i)content-length: (\d+)", head):
            await reader.readexactly(int(length[1]))
        count += 1
    writer.close()
    return count


async def load(host: str, port: int, path: str, seconds: float, headers: list[str]) -> float:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *headers, "", ""]
    request = "\r\n".join(lines).encode()
    end = time.perf_counter() + seconds
    asking = [ask_over_and_over(host, port, request, end) for _ in range(CONNECTIONS)]
    return sum(await asyncio.gather(*asking)) / seconds


if __name__ == "__main__":
    host, port, path, seconds, *headers = sys.argv[1:]
    print(asyncio.run(load(host, int(port), path, float(seconds), headers)))
