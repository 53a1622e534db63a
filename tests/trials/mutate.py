"""Small changes to the program, drawn at random -> which of them a test notices, and which survive.

`uv run python -m tests.trials.mutate [--number 40] [--seed 1] [--least 38] [--jobs 2]` draws mutations from all modules
of reportgen, by their length, applies each in a copy of the tree and runs there the tests that could notice it: the
module's own first, then all others until one fails. It ends with 1 where fewer are caught than `--least` asks for, and
with 2 where the tests fail without any mutation. What changes nothing that a test could see is not drawn: docstrings,
annotations, decorators (how a class is stored, how much a cache holds), what is only for type checkers, SIZES and what
is compared with them, that garbage is looked for less often; that two things as long as each other are held to it
(`strict=True`); an early `return False` after which the function ends anyway, and so says None.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = (".git", ".venv", ".*cache", ".hypothesis", ".coverage*", "__pycache__", "output")
SIZES = {
    "MANY",
    "BATCH",
    "SAVE_SECONDS",
    "REMEMBERED",
    "_REMEMBERED",
    "_LONGEST_REMEMBERED",
    "_WIDEST",
    "_PIECE",
    "_PARAMETERS",
    "_STATEMENTS",
    "LARGEST_MEMORY",
    "LONGEST_SECONDS",
    "LONGEST_ALONE",
}  # of speed alone, and how long and how large a process may become
MEMORY = 4 << 30  # bytes of one process, for a mutation may loop for ever and keep all it makes
BIG = 1000  # from here on a number is doubled: one more or less is nothing
COMPARED: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
RECKONED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Mutation:
    """A change to a module: the bytes from `start` to `end` of its source become `new`."""

    file: str
    line: int
    start: int
    end: int
    new: str

    def applied(self, source: bytes) -> bytes:
        """Return the mutated source."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def lines(self, source: bytes) -> tuple[str, str]:
        """Return the line as it was and as it becomes."""
        return _line_at(source, self.start), _line_at(self.applied(source), self.start)


@dataclass(frozen=True)
class Outcome:
    """What became of a mutation: the test that noticed it, or nothing."""

    mutation: Mutation
    caught: str
    seconds: float


def draw(root: Path, number: int, seed: int, only: str = "") -> list[Mutation]:
    """Draw mutations, none twice, from the modules whose path begins with `only`; a longer module gets more of them."""
    chance = random.Random(seed)
    paths = {path.relative_to(root).as_posix(): path for path in sorted((root / "reportgen").rglob("*.py"))}
    sources = {name: path.read_bytes() for name, path in paths.items() if name.startswith(only)}
    weights = {name: source.count(b"\n") for name, source in sources.items()}
    left: dict[str, list[Mutation]] = {}
    drawn: list[Mutation] = []
    while any(weights.values()) and len(drawn) < number:
        name = chance.choices(list(weights), list(weights.values()))[0]
        if name not in left:
            left[name] = list(mutations(sources[name], name))
        if not left[name]:
            weights[name] = 0
            continue
        mutation = left[name].pop(chance.randrange(len(left[name])))
        if _is_another(sources[name], mutation):
            drawn.append(mutation)
    return drawn


def mutations(source: bytes, file: str) -> Iterator[Mutation]:
    """Yield every mutation of a module that a test could notice, in the order of its nodes."""
    tree = ast.parse(source)
    starts = [0, *(match.end() for match in re.finditer(rb"\n", source))]
    for node, parents in _walk(tree, ()):
        for new in _written(_changes(node, parents)):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            yield Mutation(file, node.lineno, start, end, new)


def _written(changes: Iterator[str]) -> Iterator[str]:
    """The changes of a node that can be written: Python 3.11 has no way to write some f-strings."""
    with suppress(ValueError):
        yield from changes


def _is_another(source: bytes, mutation: Mutation) -> bool:
    """Whether a mutated module can be read, and says something else."""
    try:
        return ast.dump(ast.parse(mutation.applied(source))) != ast.dump(ast.parse(source))
    except SyntaxError:
        return False


def _walk(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    """Yield each node that may be mutated, with those around it, outermost first."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_comment"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child, node):
                yield child, (*parents, node)
                yield from _walk(child, (*parents, node))


def _is_left_alone(node: ast.AST, parent: ast.AST) -> bool:
    """Whether nothing in a node changes what the program does, or its place is not told exactly."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.Pass() | ast.Global() | ast.Nonlocal():
            return True
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case ast.FunctionDef(name="__repr__"):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) if name in SIZES:
            return True
        case ast.Compare(comparators=[ast.Name(id=name)]) if name in SIZES:
            return True  # whether there is room to remember more
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(ast.Name("gc"), "disable" | "set_threshold" | "freeze"))
        ):
            return True  # a matter of speed
        case ast.keyword(arg="strict", value=ast.Constant(value=True)):
            return True
        case ast.keyword(arg="total", value=ast.Constant(value=False)):
            return True  # of a TypedDict, for type checkers
        case ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec" | "cast" | "NewType")):
            return True
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(parent, ast.Assign):
            return name[:1].isupper() or name in (
                "tuple",
                "dict",
                "list",
                "frozenset",
            )  # another name of a type
    return False


def _changes(node: ast.AST, parents: Sequence[ast.AST]) -> Iterator[str]:
    """Yield what may stand in a node's place."""
    parent = parents[-1]
    match node:
        case ast.Constant(value=value):
            yield from _other_constants(value, parents)
        case ast.Dict() | ast.Tuple() | ast.List() | ast.Set():
            yield from _shorter(node, parent)
        case ast.Slice(lower=lower, upper=upper, step=None):
            if lower and upper:
                yield from (f":{ast.unparse(upper)}", f"{ast.unparse(lower)}:")
            elif lower or upper:
                yield ":"
        case ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break() | ast.Raise():
            yield "pass"
        case ast.Return(value=value) if not isinstance(parent, ast.FunctionDef):
            if not (_is_nothing(value) and _ends_the_function(node, parents)):
                yield "pass"  # an early one
        case ast.expr():
            yield from (_text(each, parent) for each in _turned(node))


def _is_nothing(value: ast.expr | None) -> bool:
    """Whether what is returned is None, or as false as None."""
    return value is None or (
        isinstance(value, ast.Constant) and (value.value is None or value.value is False)
    )


def _ends_the_function(node: ast.stmt, parents: Sequence[ast.AST]) -> bool:
    """Whether nothing of its function comes after a statement."""
    below: ast.AST = node
    for parent in reversed(parents):
        if isinstance(parent, ast.For | ast.While) or not _is_last(below, parent):
            return False
        if isinstance(parent, ast.FunctionDef):
            return True
        below = parent
    return False


def _is_last(node: ast.AST, parent: ast.AST) -> bool:
    """Whether a node is the last of a block of its parent, after which nothing of the parent is entered."""
    if isinstance(parent, ast.Try) and (parent.finalbody or node in parent.body):
        return False
    blocks = (value for _, value in ast.iter_fields(parent) if isinstance(value, list) and value)
    return any(
        block[-1] is node or (isinstance(node, ast.ExceptHandler) and node in block) for block in blocks
    )


def _turned(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions with another operator in the place of a node's, or with none in the place of `not`."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from (ast.Compare(left, [kind()], [right]) for kind in COMPARED.get(type(op), ()))
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in RECKONED and not _is_text(left, right):
            yield ast.BinOp(left, RECKONED[type(op)](), right)


def _shorter(node: ast.Dict | ast.Tuple | ast.List | ast.Set, parent: ast.AST) -> Iterator[str]:
    """A collection of several elements without one of them, where it is read and need not have as many as it has."""
    elements = node.keys if isinstance(node, ast.Dict) else node.elts
    fixed = (ast.Subscript, ast.Assign, ast.Return) if isinstance(node, ast.Tuple) else ()
    if len(elements) < 2 or isinstance(parent, fixed) or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for at in range(len(elements)):
        left = _without(elements, at)
        if isinstance(node, ast.Dict):
            yield ast.unparse(ast.Dict(left, _without(node.values, at)))
        elif isinstance(node, ast.Tuple):
            yield f"({', '.join(map(ast.unparse, left))},)"
        else:
            yield ast.unparse(type(node)(left))


def _other_constants(value: object, parents: Sequence[ast.AST]) -> Iterator[str]:
    """What may stand for a constant; a text only where it is compared or returned."""
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, (int, float)):
        yield from [repr(2 * value)] if abs(value) >= BIG else [repr(value + 1), f"({value - 1!r})"]
    elif isinstance(value, str) and value:
        around = [
            each
            for each in reversed(parents)
            if not isinstance(each, (ast.Tuple, ast.Set, ast.List, ast.IfExp))
        ]
        if isinstance(around[0], (ast.Compare, ast.Return)):
            yield repr("")


def _text(node: ast.expr, parent: ast.AST) -> str:
    """An expression's source, in brackets where it stands within another."""
    text = ast.unparse(node)
    return f"({text})" if isinstance(parent, ast.expr) else text


def _is_text(*nodes: ast.expr) -> bool:
    return any(
        isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple))
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        for node in nodes
    )


def _without(items: Sequence[ast.expr | None], at: int) -> list[ast.expr]:
    return [*items[:at], *items[at + 1 :]]


def _line_at(source: bytes, at: int) -> str:
    first = source.rfind(b"\n", 0, at) + 1
    return source[first : source.find(b"\n", at) % (len(source) + 1)].decode().strip()


def try_all(root: Path, drawn: Sequence[Mutation], jobs: int, limit: float) -> Iterator[Outcome]:
    """Try mutations, several at a time, each job in a copy of the tree of its own; yield the outcomes as drawn."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for job in range(jobs):
            copies.put(_copied(root, Path(folder) / str(job)))

        def attempt(mutation: Mutation) -> Outcome:
            copy = copies.get()
            try:
                return try_one(copy, mutation, limit)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(attempt, drawn)


def try_one(tree: Path, mutation: Mutation, limit: float) -> Outcome:
    """Apply a mutation to a tree, run its tests, and take it back."""
    file, start = tree / mutation.file, time.monotonic()
    source = file.read_bytes()
    file.write_bytes(mutation.applied(source))
    try:
        own = own_test(mutation.file)
        caught = _failing(tree, limit, own) if (tree / own).is_file() else ""
        caught = caught or _failing(tree, limit, "tests", f"--ignore={own}")
        return Outcome(mutation, caught, time.monotonic() - start)
    finally:
        file.write_bytes(source)


def own_test(module: str) -> str:
    """Return the file of a module's tests: reportgen/ledger/sql.py -> tests/ledger/test_sql.py."""
    folder, _, name = module.removeprefix("reportgen/").rpartition("/")
    return "/".join(part for part in ("tests", folder, f"test_{name}") if part)


def _copied(root: Path, copy: Path) -> Path:
    """Copy the tree, and make sure that it is the copy's package that is imported there."""
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    command = [sys.executable, "-c", "import reportgen; print(reportgen.__file__)"]
    found = subprocess.run(
        command, cwd=copy.parent, env=_environment(copy), capture_output=True, text=True, check=True
    )
    if not Path(found.stdout.strip()).is_relative_to(copy):
        raise RuntimeError(f"{found.stdout.strip()} is imported, and not the copy in {copy}")
    return copy


def _environment(tree: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "PYTEST_"))
    }
    return {**kept, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}


def _failing(tree: Path, limit: float, *asked: str) -> str:
    """Run tests of a tree until one fails; return which, or an empty text where none does."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
    command += [*asked, "--ignore=tests/trials/test_mutate.py"]
    with subprocess.Popen(
        command,
        cwd=tree,
        env=_environment(tree),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        with suppress(AttributeError, ProcessLookupError):  # prlimit is Linux's
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            printed, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            return f"the limit of {limit:g} s"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode in (0, 5):  # 5: there is no test
        return ""
    told = re.search(r"^(?:FAILED|ERROR) (\S+)", printed, re.MULTILINE)
    return told[1] if told else f"pytest, which ended with {process.returncode}"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Draw, try, print each outcome, and judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, help="how many must be caught (38 of 40)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--limit", type=float, default=600, help="seconds for the tests of one mutation")
    parser.add_argument("--only", default="", help="modules whose path begins so, as reportgen/ledger")
    given = parser.parse_args(arguments)
    drawn = draw(root, given.number, given.seed, given.only)
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        if wrong := _failing(_copied(root, Path(folder) / "tree"), given.limit, "tests"):
            print(f"{wrong} fails without any mutation")
            return 2
    caught = 0
    for outcome in try_all(root, drawn, given.jobs, given.limit):
        mutation = outcome.mutation
        old, new = mutation.lines((root / mutation.file).read_bytes())
        fate = f"caught by {outcome.caught}" if outcome.caught else "SURVIVED"
        print(
            f"{mutation.file}:{mutation.line} {fate} ({outcome.seconds:.0f} s)\n  - {old}\n  + {new}",
            flush=True,
        )
        caught += bool(outcome.caught)
    least = len(drawn) - len(drawn) // 20 if given.least is None else given.least
    print(f"{caught} of {len(drawn)} caught; {least} must be")
    return 1 if caught < least else 0


if __name__ == "__main__":
    sys.exit(main())
