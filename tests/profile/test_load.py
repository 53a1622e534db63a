"""A profile's folder -> declarations, or all its mistakes at once with file, line and suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import cells, load_profile

from reportgen.ledger import writing as posting
from reportgen.model import Entry, Profile, TypedTable, Value
from reportgen.profile import load as profile
from reportgen.stages.checks import by_checks
from reportgen.values import cell as values
from tests.profile.small import CHECKS, FIGURES, SHEETS, write


def test_a_right_profile_has_no_finding(tmp_path: Path) -> None:
    assert profile.load(write(tmp_path))[1] == []


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        SHEETS.replace("required: true", "requird: true"),
        FIGURES.replace("where:", "wher:"),
        CHECKS.replace("says:", "say:"),
    )
    found = profile.load(tmp_path)[1]
    assert {each.place.file.split("/")[1] for each in found} == {"sheets.yaml", "figures.yaml", "checks.yaml"}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert {each.code for each in profile.load(tmp_path)[1]} == {"PRO001", "TPL008"}


def test_another_template_has_the_same_declarations_and_a_missing_one_is_told_beside_their_mistakes(
    tmp_path: Path,
) -> None:
    first, _ = profile.load(write(tmp_path))
    (tmp_path / "report-二.docx").write_bytes(b"2")
    (tmp_path / "report.docx").write_bytes(b"1")
    second, changed = (profile.load(tmp_path, paper=each)[0] for each in ("report-二.docx", "report.docx"))
    assert first
    assert second
    assert changed
    assert [(each.paper, each.template) for each in (second, changed)] == [
        ("report-二.docx", b"2"),
        ("report.docx", b"1"),
    ]
    assert first.kinds is second.kinds is changed.kinds
    write(tmp_path, SHEETS, FIGURES.replace("where:", "wher:"))
    assert {each.code for each in profile.load(tmp_path, paper="report-三.docx")[1]} == {"PRO001", "TPL008"}


def test_what_figures_and_checks_read_is_noted_by_their_names(tmp_path: Path) -> None:
    loaded, _ = profile.load(write(tmp_path))
    assert loaded
    named = {name: {field for _, field in read} - {"", "_row"} for name, read in loaded.reads.items()}
    assert named == {"案件.总数": set(), "案件.维持": {"结果"}, "CASE001": {"人数"}}


def moved(line: str, behind: str) -> str:
    """The sheets with a line in another place."""
    return SHEETS.replace(line, "").replace(behind, behind + line)


@pytest.mark.parametrize(
    ("sheets", "figures", "same"),
    [
        (SHEETS.replace("required: true", "required: false"), FIGURES, False),
        (SHEETS.replace("title: 案件台账", "title: 案件登记簿"), FIGURES, False),
        (SHEETS + "# 说明\n", FIGURES, True),
        (moved("    人数: {type: integer}\n", "  fields:\n"), FIGURES, True),  # the order of the columns
        (SHEETS, FIGURES.replace("unit: 件", "unit: 起"), True),
    ],
)
def test_the_digest_is_that_of_the_sheets(tmp_path: Path, sheets: str, figures: str, same: bool) -> None:
    before, _ = profile.load(write(tmp_path))
    after, _ = profile.load(write(tmp_path, sheets, figures))
    assert before
    assert after
    assert (before.digest == after.digest) == same


def test_the_figures_of_a_profile_with_mistakes_are_named_as_far_as_they_can_be_told(tmp_path: Path) -> None:
    write(
        tmp_path, figures="案件:\n  总数: {unot: 件}\n  清单: {rows: [案号]}\n  按结果: {by: 结果}\n别的: 3\n"
    )
    assert [(each.full_name, each.rows, each.by) for each in profile.declared(tmp_path)] == [
        ("案件.总数", (), ""),
        ("案件.清单", ("案号",), ""),
        ("案件.按结果", (), "结果"),
    ]


RULE_OF_LAW_CHECKS = load_profile().checks


@pytest.mark.parametrize("code", RULE_OF_LAW_CHECKS)
def test_the_example_of_a_check_shows_what_it_finds(code: str, rule_of_law: Profile) -> None:
    check = RULE_OF_LAW_CHECKS[code]
    assert check.basis, "a check says what it stands on"
    assert check.fix, "a check says how to mend what it finds"
    found, marked = run_example(rule_of_law, code)
    assert marked, "the example marks at least one cell"
    assert found == marked


def test_an_example_that_marks_the_wrong_cell_is_seen(rule_of_law: Profile) -> None:
    found, marked = run_example(
        rule_of_law, "CASE002", lambda text: text.replace("<- 结案日期", "<- 收到日期")
    )
    assert found != marked


def _by_column(rows: list[list[Value]], width: int) -> tuple[list[int], list[list[Value]]]:
    numbers, *columns = map(list, zip(*rows, strict=True)) if rows else [[] for _ in range(width + 1)]
    return numbers, columns  # type: ignore[return-value]


def run_example(
    rule_of_law: Profile, code: str, change: Callable[[str], str] = str
) -> tuple[set[tuple[str, int, str]], set[tuple[str, int, str]]]:
    """Load a check's example and return the (file, row, field) triples that it finds and that the example marks."""
    check = rule_of_law.checks[code]
    text = change(check.example)
    year = int(next(iter(re.findall(r"(?:19|20)\d\d", text)), "2024"))
    marked: set[tuple[str, int, str]] = set()
    with posting.in_memory(rule_of_law.kinds) as ledger:
        for part in re.split(r"^(?=\[)", text, flags=re.MULTILINE):
            file = kind = check.sheet
            if part.startswith("["):
                heading, part = part.split("\n", 1)
                kind = heading.strip("[] ").removeprefix("上年 ")
                file = f"上年{kind}" if heading.startswith("[上年") else kind
            if not part.strip():
                continue
            lines = [line.split("<-") for line in part.strip().splitlines()]
            header, *body = [cells(line[0])[0] for line in lines]
            fields = rule_of_law.kinds[kind].fields
            rows: list[list[Value]] = []
            for number, (line, row) in enumerate(zip(lines[1:], body, strict=True), start=2):
                converted = [
                    values.convert(raw, fields[name]) for name, raw in zip(header, row, strict=False)
                ]
                rows.append([number, *(str(each) if isinstance(each, date) else each for each in converted)])
                rows[-1] += [None] * (len(header) + 1 - len(rows[-1]))
                marked |= {(f"{file}.xlsx", number, name.strip()) for name in line[1:]}
            columns = {name: index for index, name in enumerate(header)}
            ledger.replace(
                Entry(f"{file}.xlsx", year - (file != kind), "甲", "", 0, ""),
                [TypedTable(kind, kind, columns, *_by_column(rows, len(columns)))],
                [],
            )
        found = by_checks(ledger, rule_of_law, [check], year)
    pointed = {(each.place.file, each.place.row, check.marks) for each in found if each.place.column >= 0}
    return pointed, marked
