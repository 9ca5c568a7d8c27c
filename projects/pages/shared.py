"""What all pages of one published version share: read from the database once for all of them."""

from collections.abc import Callable

# In the environ: a dictionary that the page cache holds for as long as its version stands. Its keys
# are the code's own, and what stands there is the same whoever asks: strangers' words have no end.
SHARED = "page_cache.shared"
ALONE = "alone"  # the key of what no other page will see: nothing is read whole for it


def once(shared: dict | None, key, read: Callable):
    """What `read` returned when it was first wanted; read now where nothing is shared."""
    if shared is None:
        return read()
    if key not in shared:
        shared[key] = read()
    return shared[key]
