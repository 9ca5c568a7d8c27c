"""How the demonstration's lists came to be (演示): 2023's to its issue, 2024's up to its opinions.

Told through the same acts that people use, after the year itself; nothing of it is a fact about a
real office, and nothing in it says otherwise than the notice and its explanation.
"""

from projects.drafting.demonstration import coming, past
from projects.models import Programme


def tell(programme: Programme) -> None:
    past.tell(programme)
    coming.tell(programme)
