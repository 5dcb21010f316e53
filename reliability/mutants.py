"""Mutation score: how many small faults in a module its tests find.

    python -m reliability.mutants src/mainstay/book/release/may.py tests/book/release/test_may.py

Each mutant is the module with one change: a comparison turned, a condition negated, ``and`` for ``or``, a constant or a
method exchanged, a statement taken out. It runs in a process of its own against the tests named; it is found if a test fails.
Randomised tests draw 25 examples, the same for each mutant. Texts of documentation are left alone; survivors are listed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path

TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.LtE: ast.Lt, ast.Gt: ast.LtE, ast.GtE: ast.Gt, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
EXCHANGED = {
    "issuperset": "isdisjoint", "isdisjoint": "issuperset", "max": "min", "min": "max", "any": "all", "all": "any",
    "sorted": "list", "union": "intersection", "intersection": "union",
}  # fmt: skip
OPERATORS = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div}


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every change of one node: what was done, and the node to put in its place."""
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                if type(operator) in TURNED:
                    other = copy.deepcopy(node)
                    other.ops[i] = TURNED[type(operator)]()
                    yield f"comparison {i + 1} turned", other
        case ast.BoolOp():
            other = copy.deepcopy(node)
            other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "and for or", other
            for i in range(len(node.values)):
                rest = copy.deepcopy(node)
                del rest.values[i]
                yield f"condition {i + 1} dropped", rest.values[0] if len(rest.values) == 1 else rest
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", node.operand
        case ast.If() | ast.IfExp():
            other = copy.deepcopy(node)
            other.test = ast.UnaryOp(ast.Not(), other.test)
            yield "condition negated", other
        case ast.comprehension(ifs=[_, *_]):
            other = copy.deepcopy(node)
            other.ifs = []
            yield "filter dropped", other
        case ast.BinOp() if type(node.op) in OPERATORS:
            other = copy.deepcopy(node)
            other.op = OPERATORS[type(node.op)]()
            yield "operator exchanged", other
        case ast.Constant(value=bool()):
            yield "truth turned", ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield "number plus one", ast.Constant(node.value + 1)
        case ast.Constant(value=str()):
            yield "text changed", ast.Constant(node.value + "XX")
        case ast.Attribute() if node.attr in EXCHANGED:
            yield "method exchanged", ast.Attribute(node.value, EXCHANGED[node.attr], node.ctx)
        case ast.Name(ctx=ast.Load()) if node.id in EXCHANGED:
            yield "function exchanged", ast.Name(EXCHANGED[node.id], node.ctx)
        case ast.Return() if node.value is not None:
            yield "nothing returned", ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr() | ast.Continue():
            yield "statement dropped", ast.Pass()


def mutants(source: str) -> list[tuple[int, str, ast.Module]]:
    """Line, change and tree of every mutant of a source."""
    tree = ast.parse(source)
    skipped = set(_documentation(tree)) | set(_annotations(tree))
    out = []
    for at, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for what, other in changes(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[at]
            put = ast.copy_location(other, target) if isinstance(target, (ast.expr, ast.stmt)) else other
            out.append((getattr(node, "lineno", 0), what, ast.fix_missing_locations(_Put(target, put).visit(changed))))
    return out


class _Put(ast.NodeTransformer):
    def __init__(self, target: ast.AST, put: ast.AST):
        self.target, self.put = target, put

    def visit(self, node: ast.AST) -> ast.AST:
        return self.put if node is self.target else self.generic_visit(node)


def _documentation(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            for statement in body if isinstance(body := getattr(node, name, None), list) else ():
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    yield from (id(statement), id(statement.value))


def _annotations(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (hint := getattr(node, name, None)) is not None:
                yield from (id(part) for part in ast.walk(hint))


def found(module: str, tree: ast.Module, path: str, tests: list[str], seconds: int) -> bool:
    """Whether the tests fail with this tree in place of the module."""
    child = os.fork()
    if child == 0:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.setpgid(0, 0)
        import signal

        signal.alarm(seconds)
        sys.meta_path.insert(0, _Finder(module, tree, path))
        import hypothesis
        import pytest

        hypothesis.settings.register_profile("mutants", max_examples=25, database=None, deadline=None, derandomize=True)
        hypothesis.settings.load_profile("mutants")
        try:
            code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests])
        except BaseException:
            code = 1
        os._exit(1 if code else 0)
    _, status = os.waitpid(child, 0)
    return status != 0


class _Finder:
    def __init__(self, name: str, tree: ast.Module, path: str):
        self.name, self.tree, self.path = name, tree, path

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self, origin=self.path) if name == self.name else None

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        module.__file__ = self.path
        exec(compile(self.tree, self.path, "exec"), module.__dict__)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation score of a module against tests.")
    parser.add_argument("module", type=Path, help="a file below src/")
    parser.add_argument("tests", nargs="+", help="files of tests")
    parser.add_argument("--seconds", type=int, default=120, help="after which a mutant counts as found (default 120)")
    chosen = parser.parse_args()
    name = ".".join(chosen.module.with_suffix("").parts[1:])
    for heavy in ("pytest", "hypothesis", "msgspec", "mainstay.model"):
        importlib.import_module(heavy)
    source = chosen.module.read_text("utf-8")
    every = mutants(source)
    if found(name, ast.parse(source), str(chosen.module), chosen.tests, chosen.seconds):
        print("The tests fail without any change.", file=sys.stderr)
        return 2
    lived = []
    for line, what, tree in every:
        if not found(name, tree, str(chosen.module), chosen.tests, chosen.seconds):
            lived.append((line, what))
            print(f"lives: line {line}, {what}: {source.splitlines()[line - 1].strip()}", flush=True)
    print(f"{chosen.module}: {len(every) - len(lived)} of {len(every)} mutants found, {1 - len(lived) / len(every):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
