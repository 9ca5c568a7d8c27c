"""Small disks of the drill's own, in a mount namespace that ends with the process.

As root, or, where the machine lets people have one, in a user namespace. Where neither may be had
it is said loudly.
"""

import os
import subprocess
import sys
from pathlib import Path

INSIDE = "DRILL_MOUNTS"
OWN = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount"]


def enter(module: str) -> str:
    """Go on in a mount namespace of our own; the reason why there is none, where there is none."""
    if os.environ.get(INSIDE):
        return ""
    wall = ["unshare", "--mount"] if os.getuid() == 0 else OWN
    tried = subprocess.run([*wall, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    if tried.returncode:
        return tried.stderr.decode().strip() or "mounting is not permitted"
    os.environ[INSIDE] = "1"
    os.execvp(wall[0], [*wall, sys.executable, "-m", module])


def in_memory(folder: Path, megabytes: int) -> None:
    """A disk of this size at a folder."""
    folder.mkdir(parents=True)
    size = f"size={megabytes}m,mode=0777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)


def image(file: Path, folder: Path, megabytes: int) -> None:
    """An ext4 in a file, mounted at a folder, which writes by itself as late as can be."""
    with file.open("wb") as made:
        made.truncate(megabytes * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", file], check=True)
    attach(file, folder, "commit=300")


def attach(file: Path, folder: Path, options: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-o", f"loop,{options}", file, folder], check=True)


def detach(folder: Path) -> None:
    subprocess.run(["umount", folder], check=True)
