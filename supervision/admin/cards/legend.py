"""What the colours mean: always in the words of a policy."""

import json

from projects.clock import today
from projects.values.months import month_of
from supervision.actions.policies import DEFAULT
from supervision.admin.badges import SHAPES
from supervision.models import CardPolicy
from supervision.rules import PRESETS, Policy


def legend_of(policy: CardPolicy | Policy | None) -> dict:
    """The grades of a policy, best first; without one, of the policy in force today."""
    policy = policy or CardPolicy.objects.adopted_for(month_of(today())) or PRESETS[DEFAULT]
    body = json.loads(policy.body if isinstance(policy, CardPolicy) else policy.text)
    grades = {}
    for look in body["severities"]:
        shown = {"shape": SHAPES[look["colour"]], "name": look["card"] or look["public"]}
        grades.setdefault(look["colour"], shown | {"words": look["public"] if look["card"] else ""})
    return {"grades": grades, "unrated": body["unrated"], "unrated_shape": SHAPES[""]}
