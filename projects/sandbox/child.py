"""The process that reads one file: its limits first, then the reader, named on the command line.

The file comes by standard input, what was read goes to standard output.
"""

import json
import resource
import sys
from importlib import import_module

DONE, REFUSED, SWELLED = 0, 3, 4


def limit(memory: int, seconds: int, output: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(options: dict) -> int:
    limit(options.pop("memory"), options.pop("seconds"), options.pop("output"))
    sys.path.append(options.pop("libraries"))
    sys.path.append(__file__.rpartition("/")[0])
    reader = import_module(options.pop("reader"))
    from refusal import Refusal

    try:
        found = reader.read(sys.stdin.buffer.read(), **options)
    except Refusal as no:
        sys.stdout.buffer.write(str(no).encode())
        return REFUSED
    except MemoryError:
        return SWELLED
    sys.stdout.buffer.write(found)
    return DONE


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
