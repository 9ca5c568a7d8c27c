"""JSON text read without ambiguity and written in one form only."""

import hashlib
import json
from typing import Any, NoReturn

from supervision.rules.shape import FactsError, clip


def load(text: str) -> Any:
    """JSON with nothing ambiguous in it: no key twice, no NaN, no bottomless nesting."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except FactsError:
        raise
    except RecursionError:
        raise FactsError("内容嵌套太深，无法读取。") from None
    except json.JSONDecodeError as error:
        raise FactsError(f"不是有效的JSON：第{error.lineno}行第{error.colno}列有误。") from None
    except ValueError:
        raise FactsError("内容里有位数过多的数字，无法读取。") from None


def canonical(value: object) -> str:
    """docs/rules.md *Digest*: keys sorted, no spaces, not ASCII-escaped."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(facts: object, policy: object) -> str:
    """What identifies a card: the facts and the policy as given, docs/rules.md."""
    return digest_of(canonical(facts), canonical(policy))


def digest_of(facts: str, policy: str) -> str:
    """The same from canonical texts, which bulk evaluation already holds."""
    whole = f'{{"facts":{facts},"policy":{policy}}}'
    return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FactsError(f"“{clip(twice)}”在同一个对象里出现了两次。")
    return result


def _constant(name: str) -> NoReturn:
    raise FactsError(f"“{name}”不是数。")
