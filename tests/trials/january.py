"""A township that is not the samples', from an empty folder to the published page -> every message it met, and dead ends.

`uv run python -m tests.trials.january [FOLDER]` plays 青溪镇: twenty careless departments, two years, three rounds of
returns, each command as a clerk types it, at 80 columns. Printed is all that it shows, to be read; at the end how many
commands it took and where it could not go on: a command that could not run, or a finding that does not say how to mend it.
It ends with 1 where there is such a dead end, where a PDF or a page is missing though LibreOffice is there, or where the
figures are not those of what the departments meant to send.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from tests.trials.offices import ROOT, Book, books, put, run, save, spoil

TOWN = {"近海": "青溪", "滨港": "柳林", "海行复": "青行复"}
YEAR = 2023
OF_OLD = {
    "党政办": "党政综合办公室", "司法所": "青溪司法所", "宣传办": "宣传文化办公室", "派出所": "青溪派出所",
    "组织人事办": "组织人事办公室", "综合行政执法局": "综合行政执法队",
}  # fmt: skip
NEW = (
    "财政所", "经济发展办公室", "农业农村办公室", "自然资源所", "市场监督管理所", "应急管理办公室", "社会保障所",
    "卫生健康办公室", "退役军人服务站", "便民服务中心", "生态环境办公室", "村镇建设办公室", "水利站", "林业站",
)  # fmt: skip
PART = "普法形式"
SETTINGS = """
report:
  主送机关: 县人民政府
  署名: 青溪镇人民政府
  '2023': {文号: 青政发〔2024〕2号, 成文日期: 2024年1月20日}
"""


class Clerk:
    """Types commands in a folder, one after the other, and keeps what came of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands = 0
        self.dead_ends: list[str] = []

    def types(self, *command: str) -> str:
        """Run a command at a terminal, print what it shows, and note it where it could not be carried out."""
        self.commands += 1
        shown = run(self.root, *command)
        print(f"\n━━ $ reportgen {' '.join(command)}\n{shown}")
        if "✗" in shown and self._ended_early(*command):
            self.dead_ends.append(f"reportgen {' '.join(command)}")
        return shown

    def is_told_how(self) -> None:
        """Note each finding of the year that does not say how to mend it."""
        for each in self._json("validate", str(YEAR))["findings"]:
            if not each["fix"]:
                self.dead_ends.append(f"{each['code']} {each['message']}")

    def figures(self) -> dict[str, str]:
        found = self._json("figures", str(YEAR))
        return {each["name"]: each["text"] for each in found}

    def _ended_early(self, *command: str) -> bool:
        told = self._json(*command)
        return isinstance(told, dict) and "error" in told

    def _json(self, *command: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *command, "--json"],
            cwd=self.root, capture_output=True, text=True, encoding="utf-8", check=False, env=_environment(),
        )  # fmt: skip
        return json.loads(done.stdout) if done.stdout else {}


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def main() -> None:
    """Play the three rounds, and say how it went."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    meant = _sent(folder / "照实", careless=False)
    clerk = begin(folder)
    for play in (first_round, second_round, third_round):
        print(f"\n{'═' * 30} {(play.__doc__ or '').splitlines()[0]}")
        play(clerk)
    wrong = list(_unlike(clerk, meant))
    print(
        f"\n{clerk.commands} commands, {len(clerk.dead_ends)} dead ends, {len(wrong)} things wrong at the end"
    )
    for each in (*clerk.dead_ends, *wrong):
        print(f"  {each}")
    sys.exit(bool(clerk.dead_ends or wrong))


def begin(folder: Path) -> Clerk:
    """From nothing to forms for all departments."""
    named = [f"{new}={old}（至2022）：" + "" for old, new in OF_OLD.items()]
    departments = [each.rstrip("：") for each in named] + [f"{each}（2023年起）：工作举措" for each in NEW]
    clerk = Clerk(folder)
    clerk.types("init", "青溪", "--unit", "青溪镇", "--year", str(YEAR), *_each("--department", departments))
    clerk.root = folder / "青溪"
    file = clerk.root / "reportgen.yaml"
    file.write_text(file.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    clerk.types("status", str(YEAR))
    clerk.types("status", str(YEAR), "--remind", "--due", "2024年1月10日")
    return clerk


def first_round(clerk: Clerk) -> None:
    """First round: eleven departments, most with mistakes; last year's sheets under the old names."""
    _sent(clerk.root, careless=True)
    for name in NEW[:8]:
        _fill(clerk.root, name, careless=name in NEW[:4])
    put(clerk.root, f"{YEAR}/{NEW[8]}/工作举措.docx", b"PK\x03\x04 no archive")
    shutil.copy(_form(clerk.root, NEW[9]), _inbox(clerk.root, NEW[9]) / "表.xlsx")
    for command in (
        ("collect",), ("status", str(YEAR)), ("validate", str(YEAR)), ("build", str(YEAR)),
        ("status", str(YEAR), "--remind", "--due", "2024年1月12日"),
        ("validate", str(YEAR), "--returns", "退回/第一轮"), ("validate", str(YEAR), "--html", "问题.html"),
    ):  # fmt: skip
        clerk.types(*command)
    clerk.is_told_how()


def second_round(clerk: Clerk) -> None:
    """Second round: returned files come back corrected, some only in part, beside the first ones or in their place."""
    returned = sorted((clerk.root / "退回" / "第一轮").rglob("*.xlsx"))
    for number, file in enumerate(returned[: len(returned) * 2 // 3]):
        _corrected(clerk.root, file, instead=bool(number % 2))
    for name in NEW[8:12]:
        for each in _inbox(clerk.root, name).iterdir():
            each.unlink()
        _fill(clerk.root, name, careless=False)
    for command in (
        ("build", str(YEAR)), ("status", str(YEAR)), ("status", str(YEAR), "--remind"),
        ("validate", str(YEAR), "--returns", "退回/第二轮"),
    ):  # fmt: skip
        clerk.types(*command)
    clerk.is_told_how()


def third_round(clerk: Clerk) -> None:
    """Third round: all that was missing, and out of the door."""
    for file in sorted((clerk.root / "退回" / "第二轮").rglob("*.xlsx")):
        _corrected(clerk.root, file, instead=True)
    for name in NEW[12:]:
        _fill(clerk.root, name, careless=False)
    for command in (
        ("build", str(YEAR)), ("status", str(YEAR)), ("figures", str(YEAR)), ("trace", str(YEAR), "行政复议.总数"),
        ("render", str(YEAR), "--pdf"), ("render", str(YEAR), "--html"), ("profile", "diff"),
    ):  # fmt: skip
        clerk.types(*command)


def _sent(root: Path, *, careless: bool) -> dict[str, Book]:
    """Put what the six departments of old sent into an inbox, and return what they meant to send, by path."""
    meant = {_this_year(name): book for name, book in books(YEAR, TOWN).items()}
    sent = {_this_year(name): book for name, book in books(YEAR, TOWN).items()}
    if careless:
        for name, change in _SLIPS.items():
            change(sent[name])
    for name, book in {**sent, **books(YEAR - 1, TOWN)}.items():
        save(root / "来件" / name, book)
    return meant


def _this_year(name: str) -> str:
    year, department, rest = name.split("/", 2)
    return f"{year}/{OF_OLD[department]}/{rest}"


def _reviews(book: Book) -> None:
    rows = next(iter(book.values()))
    spoil(rows, "复议结果", ["维持原判决", "待定"])
    spoil(rows, "收到答复通知日期", ["2023.2.30"], 3)


def _disputes(book: Book) -> None:
    spoil(book["台账"], "调解结果", ["没调", None], 2)
    spoil(book["台账"], "涉及人数", ["三五人", "约20人"], 5)


def _lawsuits(book: Book) -> None:
    next(iter(book.values()))[0][0] = "青溪镇2021年行政诉讼案件台账"


_SLIPS: dict[str, Callable[[Book], None]] = {
    "2023/青溪司法所/行政复议台账.xlsx": _reviews,
    "2023/青溪司法所/矛盾纠纷调解台账.xlsx": _disputes,
    "2023/青溪司法所/行政诉讼台账.xlsx": _lawsuits,
}


def _inbox(root: Path, department: str) -> Path:
    folder = root / "来件" / str(YEAR) / department
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _form(root: Path, department: str) -> Path:
    return next((root / "输出" / "表样" / str(YEAR)).glob(f"*{department}*/*.xlsx"))


def _fill(root: Path, department: str, *, careless: bool) -> None:
    """Fill a department's form below its example, in the order of its headings."""
    book = openpyxl.load_workbook(_form(root, department))
    sheet = book["工作举措"] if "工作举措" in book.sheetnames else book.worksheets[0]
    example = next(row for row in sheet.iter_rows() if str(row[0].value or "").startswith("示例"))
    headings = [cell.value for cell in sheet[example[0].row - 1]]
    text = f"{department}在服务窗口设置宣传台，向办事群众发放资料并解答咨询。"
    said = {"板块": "" if careless else PART, "事项": "日常普法", "工作内容": text}
    for column, heading in enumerate(headings, 1):
        text = next((each for name, each in said.items() if name in str(heading or "")), "")
        if text:
            sheet.cell(example[0].row + 1, column, text)
    book.save(_inbox(root, department) / _form(root, department).name)


def _corrected(root: Path, file: Path, *, instead: bool) -> None:
    """Put right what was wrong in a returned workbook, and send it in: beside the first one, or in its place."""
    department = file.parent.name
    meant = {
        Path(name).stem: book
        for name, book in ((_this_year(each), book) for each, book in books(YEAR, TOWN).items())
        if f"/{department}/" in name
    }
    wanted = next((book for stem, book in meant.items() if file.stem.startswith(stem)), None)
    workbook = openpyxl.load_workbook(file)
    for title, rows in (wanted or {}).items():
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if workbook[title].cell(at, column).value != value:
                    workbook[title].cell(at, column).value = value
    if wanted is None:
        for sheet in workbook.worksheets:
            _complete(sheet)
    workbook.save(_inbox(root, department) / file.name)
    if instead:
        for each in _inbox(root, department).iterdir():
            if each.name != file.name and file.stem.startswith(each.stem):
                each.unlink()


def _complete(sheet: Any) -> None:
    """Fill the cell that a careless department left blank before its measure."""
    for row in sheet.iter_rows():
        texts = [cell.value for cell in row]
        if "日常普法" in texts and PART not in texts:
            row[texts.index("日常普法") - 1].value = PART


def _unlike(clerk: Clerk, meant: dict[str, Book]) -> Iterator[str]:
    """What is not as it should be in the end: the files, and each figure that is not what was meant."""
    output = clerk.root / "输出"
    wanted = ["*报告.docx", "*报告.html", *(["*报告.pdf"] if shutil.which("soffice") else [])]
    yield from (f"no {pattern}" for pattern in wanted if not list(output.glob(pattern)))
    other = Clerk(clerk.root.parent / "照实")
    for name in ("reportgen.yaml", "templates"):
        source = clerk.root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, other.root / name)
    for name in NEW:
        source = _inbox(clerk.root, name)
        shutil.copytree(source, other.root / "来件" / str(YEAR) / name)
    run(other.root, "collect")
    right, found = other.figures(), clerk.figures()
    yield from (f"{name}: {found[name]}, meant {text}" for name, text in right.items() if found[name] != text)


def _each(option: str, values: Sequence[str]) -> Iterator[str]:
    for value in values:
        yield from (option, value)


if __name__ == "__main__":
    main()
