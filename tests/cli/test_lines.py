"""Lines of the terminal: nothing is lost, nothing is wider than there is room, no word, number or name is broken."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.cli.lines import Line, Span, broken, columns, line, plain, room, show

WORDS = (
    "受理日期",
    "，",
    "。",
    "“2023年13月5日”",
    "2023-05-26",
    "近调〔2023〕7号",
    " › ",
    "《月报表》",
    "12,345人",
    "F7 ",
    " ",
    "的",
)
NAMES = ("2023/司法所/行政复议台账.xlsx", "附件 1 汇总表（更正）.xls", "报告.docx")


def texts(whole: Line, width: int) -> list[str]:
    return ["".join(span.text for span in spans) for spans in broken(whole, width)]


@given(
    st.lists(st.sampled_from((*WORDS, *(f"，{name}：" for name in NAMES))), max_size=40),
    st.integers(60, 130),
    st.integers(0, 12),
)
def test_a_broken_line_says_the_same_within_the_width(words: list[str], width: int, indent: int) -> None:
    text = "的".join(words)
    lines = texts(line(text, indent=indent), width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(each == each.rstrip() and columns(each) <= width for each in lines)
    for each in lines[1:]:
        assert each.startswith(" " * indent)
        assert each.strip()[:1] not in set("，。；：、”》）")
    for each in ("2023-05-26", "2023年13月5日", *NAMES):
        assert sum(text.count(each) for text in lines) == text.count(each)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "核对两个日期；经批准延期的，在“是否延期”写“是”",
            40,
            ["核对两个日期；经批准延期的，", "在“是否延期”写“是”"],
        ),
        (
            "结案的日期2023-05-26早于收到日期2023-06-06",
            40,
            ["结案的日期2023-05-26早于收到日期", "2023-06-06"],
        ),
        ("长" * 30, 40, ["长" * 20, "长" * 10]),
        (f"{'a' * 50}.xlsx：打不开", 40, [f"{'a' * 50}.xlsx：", "打不开"]),
        (
            "收齐以后先核对一遍没有错的再运行 reportgen render 2023 --draft 看样子",
            60,
            ["收齐以后先核对一遍没有错的再运行", "reportgen render 2023 --draft 看样子"],
        ),
    ],
)
def test_where_a_line_is_broken(text: str, width: int, lines: list[str]) -> None:
    assert texts(line(text), width) == lines


def test_a_whole_span_is_not_broken() -> None:
    name = "二〇二三年 第一批 名单、附件"
    assert texts(Line((Span("退回"), Span("  "), Span(name, whole=True)), 4), 30) == ["退回", f"    {name}"]
    assert texts(Line((Span("退回"), Span("  "), Span(name)), 4), 30) != ["退回", f"    {name}"]


@pytest.mark.parametrize(
    ("text", "wide"), [("", 0), ("abc", 3), ("中文", 4), ("“中”", 4), ("e\u0301", 1), ("（）", 4)]
)
def test_a_chinese_sign_takes_two_columns(text: str, wide: int) -> None:
    assert columns(text) == wide


def test_nothing_is_obeyed() -> None:
    assert plain("甲\x1b[31m\n乙\t丙") == "甲�[31m 乙 丙"


class Screen(io.StringIO):
    """A terminal that keeps what is shown."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_has_its_width_and_a_file_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert room(Screen()) == 60
    assert room(io.StringIO()) == 60
    monkeypatch.setenv("COLUMNS", "")
    assert room(Screen()) == 80
    assert room(io.StringIO()) == 0


@pytest.mark.parametrize(("said", "lines"), [("60", 3), ("", 1), ("1", 1)])
def test_what_is_piped_is_plain(
    said: str, lines: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    show([Line((Span("错误", "bold red"), Span("长" * 80)))])
    printed = capsys.readouterr().out
    assert printed.count("\n") == lines
    assert "\x1b" not in printed


def test_what_is_seen_is_coloured_and_broken_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    show([Line((Span("错误", "bold red"), Span("[bold]" + "长" * 80)))])
    assert screen.getvalue().startswith("\x1b[1;31m错误\x1b[0m[bold]长")
    assert screen.getvalue().count("\n") == 3
