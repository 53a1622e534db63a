"""What the user sees: every sentence, and the tables by what stands in them."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from conftest import ROOT

from reportgen.cli import console, letters
from reportgen.ledger.reading import Handed
from reportgen.model import Field, Figure, FigureDefinition, Finding, Kind, Place, Source, Value
from reportgen.pipeline import Form, Rendered
from reportgen.stages.collect import Collected
from reportgen.stages.status import Department, Refusal, State, Submission, Submissions

KIND = Kind(name="复议", title="复议台账", owners=("司法所",), fields={"案号": Field(type="string")})
COUNT = FigureDefinition(group="复议", name="总数", sheet="复议", unit="件", qualifier="含上年结转")
WRONG = Finding(
    "CASE003", "error", "超期12日", Place("来件/2023/司法所/材料.zip/内/台账.xlsx", "表", 7, 3), "司法所",
    basis="第四十八条", fix="核对日期",
)  # fmt: skip
LATE = Finding("SET002", "warning", "没有地方印", fix="删去")


class Screen(io.StringIO):
    """A terminal that keeps what is shown."""

    def isatty(self) -> bool:
        return True


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed on stdout, without the lines and the blanks of tables."""
    return "".join(capsys.readouterr().out.translate(dict.fromkeys(map(ord, " \n│┃┏┓└┘├┤┡┩┼╇┳┴━─"))))


@pytest.mark.parametrize(
    ("done", "lines"),
    [
        (Collected(3, 4, 50), ["✓ 收集 3 个工作簿、4 张表、50 行。"]),
        (Collected(3, 4, 50, 2), ["✓ 收集 3 个工作簿、4 张表、50 行；2 个工作簿没有变化。"]),
        (Collected(unchanged=2), ["✓ 2 个工作簿没有变化。"]),
        (Collected(), ["✓ 收集 0 个工作簿、0 张表、0 行。"]),
        (
            Collected(1, 1, 1, 0, [("坏.xlsx", "打不开")], [("台.xlsx", "表1", "认不出")], [("旧.xlsx", "表", "新.xlsx"), ("旧.xlsx", "账", "新.xlsx"), ("旧.xlsx", "册", "更新.xlsx")], ["走.xlsx"]),
            [
                "✓ 收集 1 个工作簿、1 张表、1 行。",
                "  文件已不在来件夹，它的行已从底账移出：走.xlsx",
                "  旧.xlsx › 表、账 由更新的 新.xlsx 代替，没有计入。",
                "  旧.xlsx › 册 由更新的 更新.xlsx 代替，没有计入。",
                "✗ 坏.xlsx：打不开",
                "✗ 台.xlsx › 表1：认不出",
            ],
        ),
    ],
)  # fmt: skip
def test_what_was_collected_is_said(
    done: Collected, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    console.show_collected(done)
    assert capsys.readouterr().out.splitlines() == lines
    console.show_collected(done, briefly=True)
    assert capsys.readouterr().out.splitlines() == [line for line in lines if not line.startswith("✗")]


def handed(file: str, **other: str) -> Handed:
    return Handed("司法所", "复议", f"来件/2023/司法所/{file}", "表", 1, 5, "2024-01-05 09:00", **other)


def submissions(
    *sheets: Submission, unread: tuple[Refusal, ...] = (), outdated: bool = False, name: str = "司法所"
) -> Submissions:
    return Submissions(2023, (Department(name, sheets, unread),), outdated)


def test_a_received_sheet_shows_its_files_up_to_six(capsys: pytest.CaptureFixture[str]) -> None:
    files = tuple(handed(f"{number}.xlsx") for number in range(8))
    sheet = Submission(
        KIND, True, "received", files, (handed("旧.xlsx", replaced="0.xlsx"),), errors=2, remark="看一看"
    )
    console.show_submissions(submissions(sheet))
    text = shown(capsys)
    assert "2023年报送情况" in text
    assert "已收到复议台账40行" in text
    assert "5.xlsx›表（2024-01-0509:00）" in text
    assert "6.xlsx" not in text
    assert "另有2张没有列出；加--json列出全部" in text
    assert "看一看" in text
    assert "收集时查出2处错误" in text
    assert "原件旧.xlsx›表，已由更新的一份代替" in text
    assert "✓2023年应报1张，已收1张（其中零报告0张），缺0张，退回0张。" in text
    assert "接下来：表收齐了，运行reportgenvalidate2023核对。" in text


def test_six_files_are_shown_and_nothing_is_said_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    files = tuple(handed(f"{number}.xlsx") for number in range(6))
    console.show_submissions(submissions(Submission(KIND, True, "received", files)))
    text = shown(capsys)
    assert "5.xlsx" in text
    assert "另有" not in text


@pytest.mark.parametrize(
    ("state", "unread", "outdated", "name", "step"),
    [
        ("missing", (), False, "司法所", "向司法所催报，收到后放进来件夹"),
        ("refused", (), False, "司法所", "把没有收进的表退回司法所改正，收到后"),
        (
            "zero",
            (Refusal("坏.xlsx", "", "打不开"),),
            False,
            "司法所",
            "把没有收进的表退回司法所改正，收到后",
        ),
        ("missing", (Refusal("坏.xlsx", "", "打不开"),), False, "", "问清“不明”里的文件是哪个部门的，收到后"),
        ("missing", (), True, "司法所", "底账不是最新的，先运行reportgencollect，再看一次。"),
    ],
)
def test_the_next_step_follows_from_what_is_lacking(
    state: State,
    unread: tuple[Refusal, ...],
    outdated: bool,
    name: str,
    step: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = (Refusal("退.xlsx", "表", "缺少一列"),) if state == "refused" else ()
    sheet = Submission(KIND, True, state, refused=refused)
    console.show_submissions(submissions(sheet, unread=unread, outdated=outdated, name=name))
    text = shown(capsys)
    assert f"接下来：{step}" in text
    assert "✗2023年应报1张" in text
    assert {"missing": "缺报", "refused": "退回", "zero": "零报告"}[state] in text
    assert ("没有收进" in text) is bool(unread or refused)
    assert ("不明" in text) is (name == "")


def test_a_file_that_need_not_be_read_is_shown_as_unread_only(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = Submission(KIND, True, "zero", (handed("台账.xlsx"),))
    console.show_submissions(
        submissions(sheet, unread=(Refusal("来件/2023/司法所/函.docx", "", "文字文件", "warning"),))
    )
    text = shown(capsys)
    assert "没有读函.docx文字文件" in text
    assert "接下来：表收齐了" in text


def test_findings_stand_by_department_with_place_remedy_and_basis(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_findings([WRONG, LATE], "2023 年底账")
    text = shown(capsys)
    assert text.index("司法所（错误1项）") < text.index("整份报告（提醒1项）")
    assert "表›D7错误CASE003超期12日改法：核对日期依据：第四十八条" in text
    assert "材料.zip/内/台账.xlsx" in text
    assert "来件/2023" not in text
    assert "超期12日" in text
    assert "依据：第四十八条" in text
    assert "2023年底账：1项错误，1项提醒。用reportgenexplain编号查看某一类问题的说明。" in text


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_findings([], "2023 年底账")
    assert capsys.readouterr().out == "✓ 2023 年底账没有发现问题。\n"


@pytest.mark.parametrize(
    ("done", "said", "unsaid"),
    [
        (Rendered(None, [WRONG]), "请把表退回部门改正后重新收集；要先看样子", "报告已写好"),
        (
            Rendered(None, [LATE, Finding("TPL001", "error", "没有名称")]),
            "请按改法改正；要先看样子",
            "退回部门",
        ),
        (
            Rendered(None, [replace(WRONG, severity="warning"), Finding("TPL001", "error", "没有名称")]),
            "年报告。请按改法改正；要先看样子",
            "退回部门",
        ),
        (
            Rendered(None, [Finding("OWE001", "error", "没有收到", department="司法所")]),
            "年报告。没有收到的表按改法催报；要先看样子",
            "退回部门",
        ),
        (
            Rendered(None, [WRONG, Finding("TPL005", "error", "没有内容")]),
            "请把表退回部门改正后重新收集；其余的请按改法改正；要先看样子",
            "催报",
        ),
        (Rendered(Path("报告.docx"), []), "报告已写好：报告.docx", "草稿"),
        (Rendered(Path("报告.docx"), [LATE]), "0项错误，1项提醒", "草稿"),
        (Rendered(Path("稿.docx"), [], True), "草稿已写好：稿.docx", "没有发现问题"),
        (Rendered(Path("稿.docx"), [WRONG], True), "1项错误，0项提醒", "报告已写好"),
    ],
)
def test_what_came_of_a_report_is_said(
    done: Rendered, said: str, unsaid: str, capsys: pytest.CaptureFixture[str]
) -> None:
    console.show_rendered(done, 2023)
    text = shown(capsys)
    assert said in text
    assert unsaid not in text


def test_a_file_below_the_folder_at_hand_is_named_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    letters.show(
        [
            Form("司法所", tmp_path / "表样.xlsx", ("复议", "诉讼")),
            Form("党政办", Path("/别处/表样.xlsx"), ("复议",)),
        ],
        2024,
    )
    assert capsys.readouterr().out.splitlines() == [
        "✓ 司法所（2 张表）：表样.xlsx",
        "✓ 党政办（1 张表）：/别处/表样.xlsx",
        "  接下来：把表样发给各部门填写；收回后放进来件夹的“2024/部门名/”，运行 reportgen collect。",
    ]


def test_figures_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    share = FigureDefinition(group="复议", name="维持率", sheet="复议", ratio=("维持", "总数"), unit="%")
    names = FigureDefinition(group="复议", name="名单", sheet="复议", rows=("案号",))
    console.show_figures(
        [
            (Figure(COUNT, 5, "5", previous=3), 5),
            (Figure(share, 66.67, "66.67%", previous=50), 0),
            (Figure(names, None, None, items=({"案号": "甲"}, {"案号": "乙"})), 1),
            (Figure(COUNT, None, None), 0),
        ],
        2023,
    )
    text = shown(capsys)
    assert "2023年数据项" in text
    for row in ("复议.总数5件3+25", "复议.维持率66.67%50%+16.670", "复议.名单共2项1", "复议.总数—件——0"):
        assert row in text


def test_a_traced_figure_shows_its_definition_and_the_first_rows(capsys: pytest.CaptureFixture[str]) -> None:
    sources = [
        Source("台账.xlsx", "表", row, {f"A{row}": "[甲]", f"B{row}": True, f"C{row}": 2.50, f"D{row}": None})
        for row in range(2, 24)
    ]
    console.show_trace(Figure(COUNT, 22, "22"), sources, 2023)
    text = shown(capsys)
    assert "复议.总数（2023年）：22件" in text
    assert "怎么算的：“复议”表：行数" in text
    assert "口径：含上年结转" in text
    assert "来自22行" in text
    assert "A21[甲]，B21是，C212.5" in text
    assert "D21" not in text
    assert "A22[甲]" not in text
    assert "另有2行没有列出；加--json列出全部。" in text
    console.show_trace(Figure(COUNT, 20, "20"), sources[:20], 2023)
    assert "另有" not in shown(capsys)


@pytest.mark.parametrize(
    ("value", "raw", "said"),
    [
        (6000, "", "A2 6000"),
        (6000, "6,000元", "A2 6,000元"),
        (6000, "六千元", "A2 六千元（即6000）"),
        (20000, "2万元", "A2 2万元（即20000）"),
        ("成功", "已化解", "A2 已化解（即成功）"),
        (True, "有", "A2 有（即是）"),
        (date(2023, 5, 12), "2023年5月12日", "A2 2023-05-12"),
    ],
)
def test_a_traced_cell_is_shown_as_it_stands_with_its_value_behind(
    value: Value, raw: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Source("台账.xlsx", "表", 2, {"A2": value}, {"A2": raw} if raw else {})
    console.show_trace(Figure(COUNT, 1, "1"), [source], 2023)
    assert f"第2行  {said}\n" in capsys.readouterr().out


def test_a_figure_without_rows_or_value_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_trace(Figure(COUNT, None, None), [], 2023)
    text = shown(capsys)
    assert "复议.总数（2023年）：没有数据怎么算的" in text
    assert "没有一行符合条件。" in text


def test_open_errors_are_told_beside_figures(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_open(0, 2023)
    assert capsys.readouterr().out == ""
    console.show_open(3, 2023)
    assert capsys.readouterr().out.startswith("✗ 2023 年还有 3 项错误没有改正")


def test_what_a_department_wrote_is_shown_and_never_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    found = Finding("CEL001", "error", "[red]“\x1b[31m五月\x07”[/red]", Place("[bold].xlsx"))
    console.show_findings([found], "底账")
    text = capsys.readouterr().out
    assert "[red]“�[31m五月�”[/red]" in text
    assert "[bold].xlsx" in text
    assert "\x1b" not in text


def test_lines_have_colour_where_somebody_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    console.say("做完了[bold]")
    console.show_open(1, 2023)
    assert "做完了[bold]\n" in screen.getvalue()
    assert "\x1b[1;31m✗" in screen.getvalue()


def test_complaints_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console.complain("没有来件夹")
    assert tuple(capsys.readouterr()) == ("", "✗ 没有来件夹\n")


def test_progress_is_shown_only_to_those_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, screen, seen in ((39, Screen(), False), (40, io.StringIO(), False), (40, Screen(), True)):
        monkeypatch.setattr(sys, "stderr", screen)
        with console.progress(count) as advance:
            advance(count)
        assert ("正在收集" in screen.getvalue()) is seen


def test_json_keeps_chinese_readable(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json({"文件": Path("台账.xlsx")})
    assert capsys.readouterr().out == '{\n  "文件": "台账.xlsx"\n}\n'


# The pages as they are laid out at 80 columns

SCREENS = ROOT / "tests" / "golden" / "screens.txt"
LONG = "很长的名称" * 9


def test_the_pages_are_laid_out_as_the_golden_ones(
    capsys: pytest.CaptureFixture[str], update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    titled = replace(KIND, title="行政规范性文件制定和备案审查情况台账")
    come = Submission(titled, True, "received", (handed("0.xlsx"), handed(f"{LONG}.xlsx")), errors=2)
    lacking = Submission(KIND, True, "missing", remark="宣传办的文件夹里有一张")
    unread = (
        Refusal("来件/2023/司法所/坏.xlsx", "", "打不开"),
        Refusal("来件/2023/司法所/函.docx", "", "文字文件", "warning"),
    )
    nobodys = Department("", (), (Refusal("来件/2023/财政所/谁.xlsx", "表1", "不知道是哪一年的数据"),))
    console.show_submissions(Submissions(2023, (Department("司法所", (come, lacking), unread), nobodys)))
    console.show_submissions(submissions(Submission(KIND, True, "zero", (handed("0.xlsx"),))))
    wordy = Finding("CASE004", "warning", LONG, Place(f"{LONG}.xlsx", "表", 7, 3), "司法所", fix=LONG)
    console.show_findings([WRONG, wordy, LATE], "2023 年底账")
    rate = FigureDefinition(group=LONG, name="率", sheet="复议", ratio=("维持", "总数"), unit="%")
    console.show_figures([(Figure(COUNT, 5, "5", previous=3), 0), (Figure(rate, 66.67, "66.67%"), 0)], 2023)
    wide = FigureDefinition(group="甲", name="按结果", sheet="复议", unit="件", by="结果")
    console.show_figures([(Figure(wide, 1, LONG * 2), 0)], 2023)
    source = Source(f"{LONG}.xlsx", LONG, 7, {"A7": LONG, "B7": 3})
    console.show_trace(Figure(COUNT, 2, "2"), [source], 2023)
    printed = capsys.readouterr().out
    if update:
        SCREENS.write_text(printed, encoding="utf-8")
    assert printed == SCREENS.read_text(encoding="utf-8")


def test_a_name_between_colons_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    source = Source("司法所/:cat:.xlsx", "表", 7, {"A7": ":dog:"})
    console.show_trace(Figure(COUNT, 1, "1"), [source], 2023)
    assert {":cat:", ":dog:"} <= set(re.findall(":[a-z]+:", capsys.readouterr().out))


def test_what_is_to_do_next_is_said_below_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_rendered(Rendered(Path("报告.docx"), []), 2023)
    console.show_rendered(Rendered(Path("稿.docx"), [], True), 2023)
    console.show_rendered(Rendered(None, [Finding("TPL001", "error", "没有名称")]), 2023)
    told = capsys.readouterr().out.splitlines()
    assert "    错误 TPL001  没有名称" in told
    assert [each for each in told if each[:1] in ("✓", "✗") or (each[:2] == "  " and each[2] != " ")] == [
        "✓ 2023 年没有发现问题。",
        "✓ 报告已写好：报告.docx",
        "  接下来：用 Word 或 WPS 打开通读一遍；要查某个数的来历，运行 reportgen trace 2023 名称。",
        "✓ 草稿已写好：稿.docx",
        "  草稿只供内部核对；错误改完后重新收集，再生成正式报告。",
        "✗ 还有 1 项错误没有改正，没有生成 2023 年报告。",
        "  请按改法改正；要先看样子，运行 reportgen render 2023 --draft 生成草稿。",
    ]
    console.show_rendered(Rendered(None, [WRONG]), 2023)
    assert "接下来：运行reportgenvalidate2023--returns退回把表退给部门" in shown(capsys)


def test_what_is_good_is_green_and_what_is_bad_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    console.show_findings([], "底账")
    sheets = [Submission(KIND, True, state) for state in ("received", "zero", "missing", "refused")]
    unread = Refusal("坏.xlsx", "", "打不开"), Refusal("函.docx", "", "文字文件", "warning")
    console.show_submissions(submissions(*sheets, unread=unread))
    console.show_findings([WRONG, LATE], "底账")
    for said in (
        "\x1b[1;32m✓", "\x1b[32m已收到", "\x1b[36m零报告", "\x1b[1;31m缺报", "\x1b[1;31m退回", "\x1b[1;31m没有收进",
        "\x1b[33m没有读", "\x1b[1;31m✗", "\x1b[1;31m错误", "\x1b[33m提醒", "\x1b[1m司法所",
    ):  # fmt: skip
        assert said in screen.getvalue(), said
    assert "\x1b[1;36m2023" not in screen.getvalue(), "numbers are no part of the message"


def test_a_progress_bar_is_gone_when_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with console.progress(40) as advance:
        advance(40)
    assert "40/40" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K"), "the line is wiped"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (("甲", "改过"), "：两份有 1 段文字不同（数变了的也在内）。"),
        (("甲", "乙"), "：文字相同，格式不同。"),
        ((), "。"),
    ],
)
def test_what_was_changed_in_word_is_said_not_to_be_in_the_new_report(
    kept: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, texts in (("新.docx", ("甲", "乙")), ("旧.docx", kept)):
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(tmp_path / name))
    if not kept:
        (tmp_path / "旧.docx").write_bytes(b"")
    console.show_rendered(Rendered(tmp_path / "新.docx", [], kept=tmp_path / "旧.docx"), 2023)
    told = capsys.readouterr().out
    assert f"! 改的没有带进新写的这一份，也不会带进 PDF 和网页{said}" in told
    assert "每年都要这样写的，改模板 report.docx" in told
