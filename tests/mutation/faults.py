"""Faults to put into a module on purpose: one small change each, inside a function."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
RECKONED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
}  # fmt: skip
Function = ast.FunctionDef


@dataclass
class Fault:
    path: Path
    function: str  # by qualified name, as in `__qualname__`
    first: int  # the function's first line, its decorators included, as in `co_firstlineno`
    line: int
    was: str
    now: str
    tree: ast.Module

    def __str__(self):
        return f"{self.path}:{self.line} {self.function}: {self.was}  →  {self.now}"


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in the node's place."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(operator)]()], node.comparators)
        case ast.BinOp(op=operator) if type(operator) in RECKONED and not words(node):
            yield ast.BinOp(node.left, RECKONED[type(operator)](), node.right)
        case ast.BoolOp(op=ast.And()):
            yield ast.BoolOp(ast.Or(), node.values)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.If() | ast.IfExp() | ast.While():
            yield with_test(node, ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()


def words(node: ast.AST) -> bool:
    return any(isinstance(each, ast.JoinedStr) for each in ast.walk(node))


def with_test(node, test: ast.expr):
    other = copy.copy(node)
    other.test = test
    return other


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")
        elif isinstance(node, Function) and node.name not in ("__str__", "__repr__"):
            yield f"{prefix}{node.name}", node


def faults(path: Path) -> Iterator[Fault]:
    """Every fault of a file, each with the whole tree as it then is."""
    tree = ast.parse(path.read_text())
    for name, function in functions(tree):
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        for parent in [each for part in function.body for each in ast.walk(part)] + [function]:
            for field, value in ast.iter_fields(parent):
                own = field in ("decorator_list", "args", "returns") and parent is function
                if own or field == "annotation":
                    continue
                places = [(value, i) for i in range(len(value))] if isinstance(value, list) else []
                for holder, key in places or [(parent, field)]:
                    yield from at_place(path, name, first, tree, holder, key)


def at_place(path, name, first, tree, holder, key) -> Iterator[Fault]:
    node = holder[key] if isinstance(holder, list) else getattr(holder, key)
    if not isinstance(node, ast.AST):
        return
    for other in changed(node):
        ast.copy_location(other, node)
        put(holder, key, other)
        now = ast.fix_missing_locations(copy.deepcopy(tree))
        put(holder, key, node)
        line = getattr(node, "lineno", first)
        yield Fault(path, name, first, line, short(node), short(other), now)


def put(holder, key, node) -> None:
    if isinstance(holder, list):
        holder[key] = node
    else:
        setattr(holder, key, node)


def short(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0][:60]
