"""Two versions of the program on the same inputs -> what they print and write that is not the same, and how long each takes.

`uv run python tests/trials/freeze.py REVISION [--times ROUNDS]` checks REVISION out beside this tree, lets both collect and
report the samples of 2022 and 2023 and the faulty ones, and compares: the reports and the faulty draft by their bytes,
the rows with their places and the figures of the ledger, all else the ledger holds, and what every command prints with
`--json`. It ends with 1 where reports, rows, figures or JSON differ; what else differs in the ledger is told. With
`--times`, the two run in turn, and the CPU of each command is shown as a ratio.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = ("reportgen/cli/commands.py", "reportgen/cli.py")  # now, and before the commands had a folder
SETTINGS = "unit: 近海镇\ninbox: 来件\noutput: output\n"
LEDGERS = ("底账/底账.sqlite", "output/底账.sqlite")  # now, and before the ledger had a folder
COMMANDS = (
    ("collect",), ("status", "2022"), ("status", "2023"), ("validate", "2022"), ("validate", "2023"),
    ("figures", "2022"), ("figures", "2023"), ("trace", "2023", "行政复议.撤销"), ("trace", "2023", "矛盾调解.成功率"),
    ("render", "2022"), ("render", "2023"), ("build", "2023"), ("forms", "2023"), ("explain", "CASE003"), ("explain", "CEL001"),
)  # fmt: skip
FAULTY = (
    ("collect",),
    ("status", "2023"),
    ("validate", "2023"),
    ("build", "2023"),
    ("render", "2023", "--draft"),
)
Frozen = dict[str, str]


def main() -> int:
    """Compare, and say what is not the same."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("revision")
    parser.add_argument("--times", type=int, default=0)
    asked = parser.parse_args()
    with _checked_out(asked.revision) as old, tempfile.TemporaryDirectory() as folder:
        before, now = (take(tree, Path(folder) / name) for tree, name in ((old, "before"), (ROOT, "now")))
        wrong = [name for name in sorted(before | now) if before.get(name) != now.get(name)]
        for name in wrong:
            print(f"== {name}")
            lines = (each.get(name, "").splitlines() for each in (before, now))
            changes = list(difflib.unified_diff(*lines, "before", "now", n=0, lineterm=""))
            print("\n".join(each[:160] for each in changes[:12]))
        print(f"{len(before | now) - len(wrong)} the same, {len(wrong)} not")
        if asked.times:
            _compare_times(old, Path(folder), asked.times)
    return any(not name.startswith("ledger:") for name in wrong)


def take(tree: Path, folder: Path) -> Frozen:
    """Return what the program in `tree` prints and writes, as texts by name."""
    frozen: Frozen = {}
    for name, commands in (("samples", COMMANDS), ("faulty", FAULTY)):
        root = _workspace(folder / name, faulty=name == "faulty")
        for command in commands:
            done = _run(tree, root, *command, "--json")
            shown = re.sub(
                r"\d{4}-\d\d-\d\d \d\d:\d\d", "", done.stdout.replace(str(root), "")
            )  # when it was collected
            frozen[f"{name} {' '.join(command)}"] = f"exit {done.returncode}\n{shown}{done.stderr}"
        for file in sorted((root / "output").glob("*.docx")):
            frozen[f"{name} {file.name}"] = hashlib.sha256(file.read_bytes()).hexdigest()
        frozen |= {f"{part} {name}": text for part, text in _ledger(_found(root)).items()}
    return frozen


def _workspace(root: Path, *, faulty: bool) -> Path:
    root.mkdir(parents=True)
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    if faulty:
        kept = shutil.ignore_patterns("output", "mistakes.txt")
        shutil.copytree(ROOT / "samples" / "faulty", root, ignore=kept, dirs_exist_ok=True)
        return root
    for year in ("2022", "2023"):
        shutil.copytree(ROOT / "samples" / year, root / "来件" / year)
    return root


def _run(tree: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    entry = next(each for each in ENTRIES if (tree / each).exists()).removesuffix(".py").replace("/", ".")
    code = f"from {entry} import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        [sys.executable, "-c", code, "-C", str(root), *arguments],
        capture_output=True, text=True, encoding="utf-8", cwd=root, env=environment,
    )  # fmt: skip


def _found(root: Path) -> Path:
    return next(root / each for each in LEDGERS if (root / each).exists())


def _ledger(file: Path) -> Frozen:
    """The rows of each kind with their places, and whatever else the ledger holds but for the times."""
    with closing(sqlite3.connect(file)) as ledger:
        names = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kinds = [name for name in names if not name.startswith(("_", "sqlite"))]
        places = dict(ledger.execute(
            "SELECT t.id, file || '|' || sheet || '|' || t.year || '|' || t.department FROM _tables t"
            " JOIN _workbooks w ON workbook = w.id"
        ))  # fmt: skip
        rows = {
            kind: sorted(
                f"{places[row.pop('_source')]}|{json.dumps(row, ensure_ascii=False, default=str)}"
                for row in _named(ledger, f'SELECT _source, _row, * FROM "{kind}"')
                if (row.pop("_id") or True)
            )
            for kind in kinds
        }
        others = {
            name: [
                json.dumps({key: str(value) for key, value in row.items() if key not in ("collected", "since", "modified", "changed")}, ensure_ascii=False)
                for row in _named(ledger, f"SELECT * FROM {name}")
            ]
            for name in names
            if name.startswith("_")
        }  # fmt: skip
    texts = {f"rows: {name}": "\n".join(lines) for name, lines in rows.items()}
    return texts | {f"ledger: {name}": "\n".join(lines) for name, lines in others.items()}


def _named(ledger: sqlite3.Connection, sql: str) -> list[dict[str, object]]:
    cursor = ledger.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _compare_times(old: Path, folder: Path, rounds: int) -> None:
    """Show the CPU, children included, of each command of both versions, run in turn."""
    roots = {tree: _workspace(folder / name, faulty=False) for tree, name in ((old, "old"), (ROOT, "new"))}
    small = folder / "small"
    maker = ROOT / "tests" / "benchmarks" / "collect" / "data.py"
    subprocess.run([sys.executable, str(maker), "small", str(small)], check=True, capture_output=True)
    timed = {"build 2023, nothing changed": ("build", "2023"), "figures 2023": ("figures", "2023"),
             "trace 2023 行政复议.撤销": ("trace", "2023", "行政复议.撤销"), "validate 2023": ("validate", "2023")}  # fmt: skip
    seen: dict[str, dict[Path, list[float]]] = {}
    for turn in range(rounds + 1):
        for tree, root in roots.items():
            for name, command in timed.items():
                spent = _cpu(tree, root, *command)
                if turn:
                    seen.setdefault(name, {}).setdefault(tree, []).append(spent)
        for tree in roots:
            for ledger in small.rglob("底账.sqlite"):
                ledger.unlink()
            spent = _cpu(tree, small, "collect")
            if turn:
                seen.setdefault("collect, 200 workbooks", {}).setdefault(tree, []).append(spent)
    print("| command | before, CPU ms | now, CPU ms | ratio |\n|---|---|---|---|")
    for name, by_tree in seen.items():
        print(_row(name, by_tree, old))


def _row(name: str, by_tree: Mapping[Path, list[float]], old: Path) -> str:
    before, now = statistics.median(by_tree[old]), statistics.median(by_tree[ROOT])
    pairs = statistics.median(b / a for a, b in zip(by_tree[old], by_tree[ROOT], strict=True))
    return f"| {name} | {1000 * before:.0f} | {1000 * now:.0f} | {pairs:.2f} |"


def _cpu(tree: Path, root: Path, *command: str) -> float:
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = _run(tree, root, *command)
    assert done.returncode in (0, 1), done.stderr
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


if __name__ == "__main__":
    sys.exit(main())
