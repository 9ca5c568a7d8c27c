"""Evaluate cards from fact files alone: anyone can check one (DESIGN §8)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from supervision.rules import PRESETS, Facts, FactsError, Policy, Verdict, evaluate
from supervision.rules.jsontext import load

LARGEST_FILE = 5_000_000  # bytes; a project's month takes some thousand


class Command(BaseCommand):
    help = (
        "按事实文件重算亮牌，不用数据库，任何人都可核对。"
        "有文件不合要求时说明原因，其余照算，退出码为1。"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FACTS.json", help="事实文件，可列多个")
        parser.add_argument(
            "--policy",
            default="三色",
            metavar="三色|阶梯|FILE",
            help="用哪一套规则：三色（默认）、阶梯，或规则文件",
        )
        parser.add_argument("--json", action="store_true", help="每行输出一个结果（JSON）")

    def handle(self, *, files, policy, json, **options):
        try:
            rules = PRESETS.get(policy) or Policy.from_json(read_json(policy))
        except FactsError as error:
            self.stderr.write(f"规则{policy}：{error}")
            raise SystemExit(1) from None
        say = as_json if json else as_words
        refused = 0
        for file in files:
            try:
                facts = Facts.from_json(read_json(file))
                verdict = evaluate(facts, rules)
            except FactsError as error:
                self.stderr.write(f"{file}：{error}")
                refused += 1
            else:
                self.stdout.write(say(facts, verdict))
        if refused:
            raise SystemExit(1)


def read_json(path):
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


def as_json(facts: Facts, verdict: Verdict) -> str:
    return json.dumps(verdict.to_json(), ensure_ascii=False)


def as_words(facts: Facts, verdict: Verdict) -> str:
    """The verdict in plain Chinese, worst first."""
    said = verdict.to_json()
    lines = [
        f"{facts.year}年第{facts.number}号 {facts.title}",
        f"  {said['label']}（{facts.month // 12}年{facts.month % 12 + 1}月，数据日期{facts.as_of}，"
        f"规则{verdict.policy_name}第{verdict.policy_version}版）",
        f"  完成 {_share(said['actual'])}，计划 {_share(said['planned'])}，"
        f"偏差 {_share(said['deviation'], '个百分点')}",
        *(_target(target) for target in said["targets"]),
        *(f"  依据：{finding.text}" for finding in verdict.findings),
        *(f"  转好：{_of(clearing.target)}{clearing.text}。" for clearing in verdict.to_clear),
        f"  校验码 {verdict.digest}",
    ]
    return "\n".join(lines)


def _target(target):
    if target["actual"] is None:
        return f"  · {target['name']}：待定"
    shares = f"完成{_share(target['actual'])}，计划{_share(target['planned'])}"
    if target["value"] is not None:
        carried = "，沿用" if target["carried"] else ""
        shares += f"，累计{target['value']}（{target['value_month'] or '尚无数据'}{carried}）"
    return f"  · {target['name']}：{shares}"


def _of(name):
    return f"{name}：" if name else ""


def _share(share, unit="%"):
    """A four-place share as points, digit by digit: no new rounding."""
    if share is None:
        return "–"
    sign = "-" if share.startswith("-") else ""
    whole, decimals = share.lstrip("-").split(".")
    return f"{sign}{int(whole + decimals[:2])}.{decimals[2:]}{unit}"
