"""A report that is issued -> what it prints for each figure, kept beside the ledger, and what the next one prints otherwise.

A draft is no report: it is compared with the last one and leaves no receipt.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.model import COUNT, CannotRun
from reportgen.numerals import number_text, truth_text
from reportgen.workspace.issued import issue
from reportgen.workspace.issued_copies import keep
from reportgen.workspace.outputs import write

if TYPE_CHECKING:
    from reportgen.model import Figure, Value
    from reportgen.workspace.settings import Workspace


class Change(NamedTuple):
    """A figure that is printed otherwise than in the report before, with its unit."""

    name: str
    before: str
    after: str


def issue_report(
    workspace: Workspace,
    file: Path,
    content: bytes,
    year: int,
    figures: Mapping[str, Figure],
    *,
    draft: bool = False,
    filled: bytes = b"",
) -> tuple[Path | None, tuple[Change, ...]]:
    """Write a report as `issue` does; return what that returns, and which figures have changed since the last report.
    `filled` is the report as the template alone gives it, where people have edited the one that is written.

    Raises CannotRun.
    """
    if not draft:  # first: a report whose copy is missing cannot be refreshed
        keep(workspace, year, filled or content)
    kept = issue(workspace, file, content)
    receipts = _read(workspace)
    last = receipts.get(_key(workspace, year), {})
    now = _printed(figures)
    before = {part: last[part] for part in now if part in last}
    receipt = {
        "file": workspace.name_of(file),
        "figures": {},
        **(before if draft else now),
        "issued": last.get("issued", {}) | ({} if draft else _issued(last, content)),
    }
    if receipt != last:
        _write(workspace, {**receipts, _key(workspace, year): receipt})
    return kept, tuple(_all_changes(before, now)) if before.get("figures") else ()


def _issued(last: Mapping[str, Any], content: bytes) -> dict[str, str]:
    """When a report was first issued, by the digest of its bytes and by that of what is said in it."""
    known = last.get("issued", {})
    if sha256(content).hexdigest() in known:
        return {}
    now = datetime.now().strftime("%Y-%m-%d %H:%M")
    return {each: known.get(each) or now for each in _digests(content)}


def _digests(content: bytes) -> list[str]:
    from reportgen.word import manifest

    said = manifest.of_report(content)
    return [sha256(content).hexdigest(), *([said.digest] if said else [])]


class Issued(NamedTuple):
    """A report that was issued: of which year, as which paper, and the file that was last written for these."""

    year: int
    paper: str
    file: str


class Receipts:
    """The receipts of workspaces, of each as they were when they were first asked for."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, Any]] = {}

    def _of(self, workspace: Workspace) -> dict[str, Any]:
        if workspace.ledger not in self._read:
            self._read[workspace.ledger] = _read(workspace)
        return self._read[workspace.ledger]

    def issued(self, workspace: Workspace, year: int) -> Mapping[str, str]:
        """Return when the reports of a year were issued, by the digests of their bytes and of their manifests."""
        known: Mapping[str, str] = self._of(workspace).get(_key(workspace, year), {}).get("issued", {})
        return known

    def issued_as(self, workspace: Workspace, digest: str) -> list[Issued]:
        """Return the reports of a workspace that were issued with this digest, of their bytes or of their manifests."""
        return [each for each, known in self._all(workspace) if digest in known]

    def written_beside(self, workspace: Workspace, name: str) -> list[Issued]:
        """Return the reports beside which a file of this name is a copy."""
        stem = name.rpartition(".")[0]
        return [each for each, _ in self._all(workspace) if each.file.rpartition(".")[0] == stem]

    def _all(self, workspace: Workspace) -> Iterator[tuple[Issued, Collection[str]]]:
        for key, receipt in self._of(workspace).items():
            year, _, paper = key.partition(" ")
            if year.isdecimal():
                yield Issued(int(year), paper, receipt.get("file", "")), receipt.get("issued", {}).keys()


def issued_on(workspace: Workspace, year: int, digest: str) -> str:
    """Return when a year's report with this digest, of its bytes or of its manifest, was issued; an empty string where it
    never was.
    """
    return Receipts().issued(workspace, year).get(digest, "")


def last_written(workspace: Workspace, year: int) -> Path | None:
    """Return the file that was last written as a year's report, or draft, whether it is still there or not."""
    name = _read(workspace).get(_key(workspace, year), {}).get("file")
    return workspace.root / name if name else None


def _printed(figures: Mapping[str, Figure]) -> dict[str, dict[str, str]]:
    """What is printed, by name: of each figure, what else of it, and of lists a digest of their texts."""
    return {
        "figures": {name: said for name, figure in figures.items() if (said := _said(figure))},
        "more": {name: said for each in figures.items() for name, said in _more(*each)},
        "texts": {name: _digest(each.items) for name, each in figures.items() if each.definition.rows},
    }


def _all_changes(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[Change]:
    """The changes of each part that was kept the last time: an earlier version kept the figures alone."""
    for part in ("figures", "more"):
        if part in before:
            yield from _changes(before[part], now[part])
    same = before["figures"].items() & now["figures"].items()
    for name, said in sorted(same) if "texts" in before else ():
        if before["texts"].get(name) != now["texts"].get(name):
            yield Change(name, said, f"{said}（内容有改动）")


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Change]:
    for name in dict.fromkeys([*now, *before]):
        if before.get(name) != now.get(name):
            yield Change(name, before.get(name, "没有"), now.get(name, "没有"))


def _said(figure: Figure) -> str:
    """What a figure prints, with its unit; of a list how many entries it has."""
    if figure.items is not None:
        return "" if figure.absent else f"{len(figure.items)} 项"
    if figure.text is None:
        return ""
    return f"{figure.text} {figure.definition.unit_behind}".strip()


def _more(name: str, figure: Figure) -> Iterator[tuple[str, str]]:
    """What else a figure prints: last year's value, on which its growth hangs, too; and the entries of a list by a column."""
    own = figure.definition
    unit = "%" if own.ratio else f" {own.unit}" if own.unit else ""
    if figure.previous is not None and not figure.absent:
        yield f"{name}（上年）", number_text(figure.previous, own.places) + unit
    for item, cells in zip(figure.items or (), figure.cells, strict=False):
        entry = "，".join(_value(item[each]) for each in (own.within, own.by) if each)
        for heading, cell in cells.items():
            said = entry if heading == COUNT else f"{entry}，{heading}"
            value = "空着" if cell.text is None else f"{cell.text} {cell.definition.unit_behind}".strip()
            yield f"{name}（{said}）", value


def _value(value: Value) -> str:
    return "空着" if value is None else truth_text(value) if isinstance(value, bool) else str(value)


def _digest(items: Sequence[Mapping[str, Value]] | None) -> str:
    return sha256(repr([[*each.items()] for each in items or ()]).encode()).hexdigest()[:16]


def _key(workspace: Workspace, year: int) -> str:
    """What a receipt is called: by its year, and its paper."""
    return f"{year} {workspace.paper}".strip()


def _place(workspace: Workspace) -> Path:
    return workspace.ledger.with_name(f"{workspace.ledger.name}-已生成.json")


def _read(workspace: Workspace) -> dict[str, Any]:
    """By year and paper the last report's receipt; what is damaged is none."""
    try:
        found = json.loads(_place(workspace).read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(found, dict) and all(
        isinstance(each, dict)
        and all(isinstance(each.get(part, {}), dict) for part in ("figures", "more", "texts", "issued"))
        and isinstance(each.get("file", ""), str)
        for each in found.values()
    )
    return found if sound else {}


def _write(workspace: Workspace, receipts: Mapping[str, Any]) -> None:
    """Keep the receipts; a report is not held up by a disk that does not take them."""
    with suppress(CannotRun):
        text = json.dumps(receipts, ensure_ascii=False, indent=1)
        write(_place(workspace), f"{text}\n".encode())
