from projects.drafting.models.act import Act
from projects.drafting.models.draft import Drafting, Passage

__all__ = ["Act", "Drafting", "Passage"]
