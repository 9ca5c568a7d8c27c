"""Cards from fact files alone, by a command or by the file that `standalone` makes."""

from collections.abc import Callable
from fractions import Fraction
from json import dumps
from pathlib import Path
from typing import Any

from supervision.rules.evaluation import evaluate
from supervision.rules.explain import plain_sentence
from supervision.rules.facts import Facts
from supervision.rules.numbers import ENDS, show_points
from supervision.rules.policy import Policy
from supervision.rules.presets import PRESETS
from supervision.rules.progress import Standing, roll_up, standings, started
from supervision.rules.shape import FactsError, load
from supervision.rules.verdict import Verdict

LARGEST_FILE = 5_000_000  # bytes; a project's month takes some thousand
HELP = (
    "按事实文件重算亮牌，不用数据库，任何人都可核对。"
    "有文件不合要求时说明原因，其余照算，退出码为1。"
)
ARGUMENTS: dict[str, dict[str, Any]] = {
    "files": {"nargs": "+", "metavar": "FACTS.json", "help": "事实文件，可列多个"},
    "--policy": {
        "default": "三色",
        "metavar": "三色|阶梯|FILE",
        "help": "用哪一套规则：三色（默认）、阶梯，或规则文件",
    },
    "--json": {"action": "store_true", "help": "每行输出一个结果（JSON）"},
}

Say = Callable[[str], object]


def replay(files: list[str], policy: str, lines: bool, say: Say, complain: Say) -> int:
    """Say each file's verdict, as JSON where `lines`; 1 where a file or the policy is refused."""
    try:
        rules = PRESETS.get(policy) or Policy.from_json(read_json(policy))
    except FactsError as error:
        complain(f"规则{policy}：{error}")
        return 1
    status = 0
    for file in files:
        try:
            facts = Facts.from_json(read_json(file))
            verdict = evaluate(facts, rules)
        except FactsError as error:
            complain(f"{file}：{error}")
            status = 1
        else:
            say(as_json(verdict) if lines else as_words(facts, verdict, rules))
    return status


def read_json(path: str) -> Any:
    """What a file holds; FactsError, a sentence, for a file that cannot be read."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        raise FactsError("读不到这个文件。") from None
    if len(content) > LARGEST_FILE:
        raise FactsError(f"文件超过{LARGEST_FILE // 1_000_000}MB，不像是事实或规则文件。")
    try:
        return load(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FactsError("文件不是UTF-8编码。") from None


def as_json(verdict: Verdict) -> str:
    return dumps(verdict.to_json(), ensure_ascii=False)


def as_words(facts: Facts, verdict: Verdict, policy: Policy) -> str:
    """The verdict in plain Chinese, its worst finding first."""
    exact = {now.target.name: now for now in standings(facts.targets, facts.month)}
    when = f"{facts.month // 12}年{facts.month % 12 + 1}月，数据日期{facts.as_of}"
    lines = [
        f"{facts.year}年第{facts.number}号 {facts.title}",
        f"  {verdict.label}（{when}，规则{policy.name}第{policy.version}版）",
        f"  {plain_sentence(facts, verdict)}",
        f"  {_project_shares(facts, policy)}",
        *(_target(target, exact.get(target["name"])) for target in verdict.targets),
        *(f"  依据：{finding.text}" for finding in verdict.findings),
        *(f"  转好：{_of(clearing.target)}{clearing.text}。" for clearing in verdict.to_clear),
        f"  校验码 {verdict.digest}",
    ]
    return "\n".join(lines)


def _project_shares(facts: Facts, policy: Policy) -> str:
    """Exact to two decimals, and to more where a threshold is that near."""
    shares = roll_up(started(facts.targets, facts.month))
    if shares is None:
        return "完成 –，计划 –，偏差 –"
    actual, planned = shares
    limits = [-band.start for band in policy.behind_plan]
    deviation = show_points((actual - planned) * 100, limits, 2)
    return f"完成 {_points(actual)}，计划 {_points(planned)}，偏差 {deviation}个百分点"


def _points(share: Fraction) -> str:
    return f"{show_points(share * 100, ENDS, 2)}%"


def _target(figures: dict[str, Any], now: Standing | None) -> str:
    """One line a target, from its exact shares."""
    if now is None:
        return f"  · {figures['name']}：待定"
    said = f"  · {figures['name']}：完成{_points(now.actual)}，计划{_points(now.planned)}"
    if figures["value"] is None:
        return said
    month = figures["value_month"] or "尚无数据"
    carried = "沿用" if figures["carried"] and figures["value_month"] else ""
    return f"{said}，累计{figures['value']}（{carried}{month}）"


def _of(name: str | None) -> str:
    return f"{name}：" if name else ""
