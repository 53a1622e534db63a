"""Five careless offices in January -> every sentence that the commands print, to be read aloud.

`uv run python -m tests.trials.offices [FOLDER]` makes the workspaces of five invented towns, each careless in its own way,
from what the departments of the samples sent, and runs the commands there at 80 columns, as a clerk does one after the other.
Nothing is judged: read it, and ask of each sentence whether it is true and whether it sends the right person.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[2]
PROFILE = ROOT / "templates" / "rule-of-law"
Rows = list[list[Any]]
Book = dict[str, Rows]
Start = Callable[[Path, Sequence[str], Path], int]  # runs a command in a folder at a terminal
COMMANDS = (
    ("collect",), ("status", "2023"), ("validate", "2023"), ("build", "2023"), ("figures", "2023"),
    ("trace", "2023", "矛盾调解.成功率"), ("render", "2023", "--draft"),
)  # fmt: skip


def main() -> None:
    """Make the offices, run the commands in each, and print what they print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    for name, make in OFFICES.items():
        root = folder / name
        make(root)
        for command in COMMANDS:
            print(f"\n━━ {name} $ reportgen {' '.join(command)}")
            print(run(root, *command))
        for code in sorted(
            set(re.findall(r"(?:错误|提醒) ([A-Z]+\d{3})", run(root, "validate", "2023", "--full")))
        ):
            print(f"\n━━ {name} $ reportgen explain {code}")
            print(run(root, "explain", code))


def started(root: Path, arguments: Sequence[str], terminal: Path) -> int:
    """Run a command in a workspace as a process of its own at a terminal; return its exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with terminal.open("wb") as shown:
        return subprocess.run(
            [sys.executable, "-m", "reportgen", *arguments], cwd=root, stdout=shown, stderr=shown,
            env=environment | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
        ).returncode  # fmt: skip


def run(root: Path, *arguments: str, width: int = 80, start: Start = started) -> str:
    """Run a command in a workspace, at a terminal; return all that it shows there, without its colours."""
    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    with ThreadPoolExecutor(1) as reader:
        shown = reader.submit(lambda: b"".join(_pieces(controller)))
        start(root, arguments, Path(os.ttyname(terminal)))
        os.close(terminal)
    os.close(controller)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.result().decode()).replace("\r\n", "\n")


def _pieces(controller: int) -> Iterator[bytes]:
    with contextlib.suppress(OSError):  # which is how a terminal says that nobody writes any more
        while piece := os.read(controller, 1 << 16):
            yield piece


@cache
def _sample(file: str) -> tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]:
    book = CalamineWorkbook.from_path(ROOT / "samples" / file)
    return tuple(
        (name, tuple(map(tuple, book.get_sheet_by_name(name).to_python(skip_empty_area=False))))
        for name in book.sheet_names
    )


def books(year: int, town: Mapping[str, str]) -> dict[str, Book]:
    """What the departments of the samples sent in a year, by path, as those of another town would have."""
    found: dict[str, Book] = {}
    for file in sorted((ROOT / "samples" / str(year)).rglob("*.*")):
        name = file.relative_to(ROOT / "samples").as_posix()
        found[f"{_renamed(name.rpartition('.')[0], town)}.xlsx"] = {
            sheet: [[_renamed(cell, town) for cell in row] for row in rows] for sheet, rows in _sample(name)
        }
    return found


def _renamed(cell: Any, town: Mapping[str, str]) -> Any:
    if isinstance(cell, str):
        for old, new in town.items():
            cell = cell.replace(old, new)
    return None if cell == "" else cell


def write(root: Path, sent: Mapping[str, Book], settings: str) -> None:
    """Lay out a workspace: the inbox with its workbooks, and the settings."""
    for name, book in sent.items():
        save(root / "来件" / name, book)
    (root / "reportgen.yaml").write_text(settings, encoding="utf-8")


def save(file: Path, book: Book) -> None:
    """Write a workbook, with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in book.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(file)


def put(root: Path, name: str, content: str | bytes) -> None:
    """Put a file that is no workbook of ours into the inbox."""
    file = root / "来件" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode("gb18030"))


def at(rows: Rows, heading: str) -> tuple[int, int]:
    """The row and the column of a heading."""
    return next((row, cells.index(heading)) for row, cells in enumerate(rows) if heading in cells)


def spoil(rows: Rows, heading: str, values: Sequence[Any], first: int = 1) -> None:
    """Put values into the cells below a heading, from its `first` row on."""
    row, column = at(rows, heading)
    for number, value in enumerate(values, row + first):
        rows[number][column] = value


def yunling(root: Path) -> None:
    """No unit in the settings, folders named loosely, a department late, tables empty without a word, sheets renamed."""
    sent = books(2023, {"近海": "云岭", "滨港": "松坪", "海行复": "云行复"})
    sent = {
        name.replace("/宣传办/", "/宣传办公室（补）/"): book
        for name, book in sent.items()
        if "/党政办/" not in name
    }
    hearing = sent["2023/司法所/法治建设文字材料.xlsx"]
    hearing["Sheet3"] = hearing.pop("存在问题")[:3]
    hearing["下步安排"] = hearing["下步安排"][:3]
    write(root, sent, "inbox: 来件\n")
    write(
        root, {"新收到的/依申请公开台账.xlsx": {"Sheet1": [["序号", "申请人"], [1, "某人"]]}}, "inbox: 来件\n"
    )


def liuhe(root: Path) -> None:
    """Last year's tables in this year's folder, half a year, a plan, another town's title, and last year itself is bad."""
    town = {"近海": "柳河", "滨港": "河口", "海行复": "柳行复"}
    sent, last = books(2023, town), books(2022, town)
    sent["2023/司法所/行政复议台账2022年.xlsx"] = last["2022/司法所/行政复议台账.xlsx"]
    del sent["2023/司法所/行政复议台账.xlsx"]
    activities = next(book for name, book in sent.items() if "普法宣传" in name)
    next(iter(activities.values()))[0][0] = "柳河镇2023年上半年普法宣传活动登记表"
    meetings = next(book for name, book in sent.items() if "会议登记" in name)
    next(iter(meetings.values()))[0][0] = "东风镇2023年法治建设会议计划表"
    roll = next(book for name, book in last.items() if "矛盾纠纷" in name)
    spoil(roll["台账"], "受理日期", ["2022年2月30日", "上半年"], 2)
    last = {name: book for name, book in last.items() if "组织人事办" not in name}
    settings = "unit: 柳河镇\nreport:\n  截止日期: 2022年11月30日\n  文号: 柳政〔2023〕5号\n"
    write(root, {**sent, **last}, settings)


def shiqiao(root: Path) -> None:
    """Exports and scans: csv in two encodings, a web page and a Word file named as workbooks, archives, sheets in another's
    folder, a strange department.
    """
    sent = books(2023, {"近海镇": "石桥街道", "近海": "石桥", "滨港": "东关"})
    people = next(iter(sent.pop("2023/司法所/行政复议台账.xlsx").values()))
    moved = next(name for name in sent if "普法宣传" in name)
    sent["2023/综合行政执法局/普法宣传活动登记表.xlsx"] = sent.pop(moved)
    lines = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in people)
    exam = next(name for name in sent if "执法考试" in name)
    sent["2023/信访办/执法考试成绩.xlsx"] = sent.pop(exam)
    write(root, sent, "unit: 石桥街道\nreport: {文号: 石办〔2024〕3号}\n")
    put(root, "2023/司法所/行政复议台账.csv", lines)
    put(root, "2023/司法所/导出 (1).csv", '案号,收到日期\n"云1,2023-01-01\n')
    put(root, "2023/党政办/规范性文件 目录（终版）.xls", "<html><table><tr><td>文号</td></tr></table></html>")
    put(root, "2023/宣传办/签字盖章的扫描件，请以此为准.pdf", b"%PDF-1.7 ...")
    put(root, "2023/派出所/材料.rar", b"Rar!\x1a\x07\x00rest")
    put(root, "2023/派出所/空的.xlsx", b"")
    put(root, "2023/宣传办/说明.docx", b"PK\x03\x04 no archive")


def baisha(root: Path) -> None:
    """A profile of its own whose template is last year's, with slips in every file, and in the settings."""
    write(
        root,
        books(2023, {"近海": "白沙", "滨港": "沙尾"}),
        "unit: 白沙镇\nprofile: own\nreport: {'二三年': {文号: 甲}, 截止日期: 年底, 主送机构: 县人民政府, 单位: 白沙}\n",
    )
    own = root / "templates" / "own"
    own.mkdir(parents=True)
    shutil.copytree(PROFILE, own, dirs_exist_ok=True)
    for name, old, new in (
        ("figures.yaml", "where: 复议结果 = '撤销'", "where: 复议结果 = '撤消'"),
        ("figures.yaml", "sum(涉及人数)", "sum(涉及人员)"),
        ("checks/行政复议.yaml", "fails:", "fails: sum(成绩) >"),
    ):
        text = (own / name).read_text(encoding="utf-8")
        (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    _edited(own / "report.docx", "{{行政复议.总数}}", "{{行政复议.件数}}")


def _edited(template: Path, old: str, new: str) -> None:
    import zipfile

    with zipfile.ZipFile(template) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace(old, new, 1).encode()
    with zipfile.ZipFile(template, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def qingshan(root: Path) -> None:
    """Cells: values of nobody's list, about so many, units, totals, gaps, repeats, remarks that say void, hidden rows."""
    sent = books(2023, {"近海": "青山", "滨港": "南岭", "海行复": "青行复"})
    review = next(iter(sent["2023/司法所/行政复议台账.xlsx"].values()))
    spoil(review, "复议结果", ["维持原判", "未结", "部分维持部分撤销", "待定", "#REF!"])
    spoil(review, "收到答复通知日期", ["2023.2.30", "5月"])
    roll = sent["2023/司法所/矛盾纠纷调解台账.xlsx"]["台账"]
    spoil(roll, "调解结果", ["没调", "基本化解", None, "/", "调解终止"], 2)
    row, column = at(roll, "涉及人数")
    for number, value in enumerate(["三五人", "约20人", "1.2万", 0, "-3", "12①", 700, "2户"], row + 1):
        roll[number][column] = value
    del roll[40]
    roll.insert(50, ["以下作废"] + [None] * (len(roll[0]) - 1))
    exam = next(book for name, book in sent.items() if "执法考试" in name)
    spoil(next(iter(exam.values())), "成绩", ["九十多", 0.95, "85分", 1050, "缺考"])
    culture = next(book for name, book in sent.items() if "文化阵地" in name)
    rows = next(iter(culture.values()))
    row, column = at(rows, "村（社区）")
    rows[row][column] = "所在村居"
    open_ = next(iter(next(book for name, book in sent.items() if "依申请公开" in name).values()))
    spoil(open_, "办理结果", ["已答复"])
    copied = next(name for name in sent if "学法培训" in name)
    sent[copied.replace(".xlsx", " 副本 最新.xlsx")] = sent[copied]
    write(root, sent, "unit: 青山镇\n")


OFFICES: dict[str, Callable[[Path], None]] = {
    "云岭镇": yunling, "柳河镇": liuhe, "石桥街道": shiqiao, "白沙镇": baisha, "青山镇": qingshan,
}  # fmt: skip

if __name__ == "__main__":
    main()
