"""Words that acts make public or send: reasons, names of candidates, notices."""

from projects.errors import Refused
from projects.values.privacy import sentence


def refuse_personal(what: str, *texts: str) -> None:
    """Refuse what tells who somebody is, naming it; an office's own telephone may stand."""
    if why := sentence(what, *texts, office=True):
        raise Refused(why)
