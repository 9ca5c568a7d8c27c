class Refusal(Exception):
    """A file that is not taken; its text is the rest of a sentence that begins with its name."""
