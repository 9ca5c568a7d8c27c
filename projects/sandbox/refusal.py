import zipfile
import zlib

# What a zip raises that is cut, spoilt or locked.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Refusal(Exception):
    """A file that is not taken; its text is the rest of a sentence that begins with its name."""
