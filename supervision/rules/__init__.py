"""The card rules: frozen facts and a policy in, a verdict out (docs/rules.md).

Pure Python: no framework, no clock, no database. Months are integers (`rules.months`),
numbers exact fractions; every refusal is a FactsError with a sentence for the office.
"""

from supervision.rules.evaluation import evaluate
from supervision.rules.facts import Facts
from supervision.rules.policy import Policy
from supervision.rules.presets import PRESETS
from supervision.rules.shape import FactsError, digest
from supervision.rules.verdict import Verdict

__all__ = ["PRESETS", "Facts", "FactsError", "Policy", "Verdict", "digest", "evaluate"]
