"""Two files with the same rows -> the later one: by what their names say, by when they were saved, by when they came."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import cells

from reportgen import pipeline
from reportgen.ledger import reading as ledgers
from reportgen.pipeline import Project
from reportgen.stages import collect as collecting
from reportgen.workspace.incoming import Incoming
from reportgen.workspace.versions import corrects_by_name, later, later_by_name, same_but_for_version

EARLY, LATE = "2024-01-05 09:00:00.000", "2024-01-08 17:30:00.000"


def file(folder: Path, name: str, saved: str = "") -> Incoming:
    """A package that says when it was saved, or says nothing."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = "meta.xml" if name.endswith(".ods") else "docProps/core.xml"
    tag = "dc:date" if name.endswith(".ods") else "dcterms:modified"
    with ZipFile(path, "w") as package:
        package.writestr("content.xml", "")
        if saved:
            package.writestr(part, f'<x><{tag} xsi:type="dcterms:W3CDTF">{saved}</{tag}></x>')
    return Incoming(path, name, 2023, "司法所")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("台账.xlsx", "台账（更正）.xlsx"),
        ("台账.xlsx", "台账修改版.xlsx"),
        ("台账.xlsx", "更正后的台账.xls"),
        ("台账（更正）.xlsx", "台账（最终）.xlsx"),
        ("台账修订.xlsx", "台账定稿.xlsx"),
        ("台账.xlsx", "台账 final.xlsx"),
        ("台账v1.xlsx", "台账v2.xlsx"),
        ("台账V9.xlsx", "台账V10.xlsx"),
        ("台账ｖ１.1.xlsx", "台账v1.2.xlsx"),
        ("台账.xlsx", "台账(1).xlsx"),
        ("台账（1）.xlsx", "台账（2）.xlsx"),
        ("台账第1版.xlsx", "台账第3稿.xlsx"),
        ("台账第二版.xlsx", "台账第十版.xlsx"),
        ("台账.xlsx", "台账（改）.xlsx"),
        ("台账.xlsx", "台账_改.xlsx"),
        ("台账更正v1.xlsx", "台账更正v2.xlsx"),
        ("台账v9.xlsx", "台账更正.xlsx"),
        ("更正/台账.xlsx", "台账最新.xlsx"),
        ("台账.xls", "台账（退回）.xlsx"),
        ("台账（退回）.xlsx", "台账（第2次退回）.xlsx"),
        ("台账（第2次退回）.xlsx", "台账（第10次退回）.xlsx"),
        ("台账（退回）.xlsx", "台账（退回）（最终）.xlsx"),
    ],
)
def test_what_a_name_says(old: str, new: str) -> None:
    assert later_by_name(old, new) == 1
    assert later_by_name(new, old) == -1


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("2023/甲/培训.xlsx", "2023/甲/培训（更正）.xlsx", True),
        ("培训.xls", "培训 修改版 v2.xlsx", True),
        ("培训(1).xlsx", "培训(2).xlsx", True),
        ("培训第1版.xlsx", "培训最终稿.xlsx", True),
        ("甲村.xlsx", "甲村更正件.xlsx", True),
        ("台账.xlsx", "更正后的台账.xls", True),
        ("乙村.xlsx", "甲村更正.xlsx", False),
        ("1月.xlsx", "2月.xlsx", False),
        ("2023/甲/台账.xlsx", "2023/甲/更正/台账（更正）.xlsx", True),
        ("台账.xls", "台账（退回）.xlsx", True),
        ("台账（退回）.xlsx", "台账（第2次退回）.xlsx", True),
        ("台账.xlsx", "退回案件台账.xlsx", False),
        ("2023/司法所/甲村/台账.xlsx", "2023/司法所/乙村/台账（更正）.xlsx", False),
    ],
)
def test_versions_are_called_the_same_but_for_the_version(one: str, two: str, same: bool) -> None:
    assert same_but_for_version(one, two) is same


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("台账（更正）.xlsx", True),
        ("更正表.xlsx", True),
        ("台账v2.xlsx", True),
        ("台账第2稿.xlsx", True),
        ("台账（2）.xlsx", False),
        ("第2次会议.xlsx", False),
        ("台账二.xlsx", False),
    ],
)
def test_that_it_corrects_another_a_name_says_in_words(new: str, says: bool) -> None:
    assert corrects_by_name("台账.xlsx", new) is says
    assert not corrects_by_name(new, "台账.xlsx")


@pytest.mark.parametrize("folder", ["更正/台账.xlsx", "第2次/台账.xlsx", "v3/台账.xlsx"])
def test_what_a_folder_says_is_not_said_of_the_file(folder: str) -> None:
    assert later_by_name("台账.xlsx", folder) == 0


@pytest.mark.parametrize(
    ("one", "two"), [("a.xlsx", "b.xlsx"), ("a.ods", "b.xlsx"), ("a.xlsx", "b.ods"), ("a.ods", "b.ods")]
)
def test_of_names_that_say_nothing_the_file_saved_later_is_the_later(
    tmp_path: Path, one: str, two: str
) -> None:
    first = file(tmp_path, one, "2024-01-05T08:00:00Z")
    second = file(tmp_path, two, "2024-01-05T08:00:01Z")
    assert later(first, second, LATE, EARLY) == 1
    assert later(second, first, EARLY, LATE) == -1


@pytest.mark.parametrize("saved", ["", "2024-01-05T08:00:00Z"])
def test_of_files_saved_at_the_same_time_or_at_none_the_one_that_came_later_is_the_later(
    tmp_path: Path, saved: str
) -> None:
    one, two = file(tmp_path, "a.xlsx", saved), file(tmp_path, "b.xlsx", saved)
    assert later(one, two, EARLY, LATE) == 1
    assert later(one, two, LATE, EARLY) == -1
    assert later(one, two, EARLY, EARLY) == 0, "they came together: nobody can tell"


def test_a_file_that_says_nothing_is_compared_by_when_it_came(tmp_path: Path) -> None:
    saved = file(tmp_path, "a.xlsx", "2024-01-05T08:00:00Z")
    for content in (b"", b"no zip at all", b"PK\x03\x04" + bytes(50)):
        path = tmp_path / "b.xls"
        path.write_bytes(content)
        assert later(saved, Incoming(path, "b.xls", 2023, "司法所"), EARLY, LATE) == 1
        assert later(saved, Incoming(path, "b.xls", 2023, "司法所"), LATE, EARLY) == -1


def test_a_file_that_is_gone_or_refused_is_compared_by_when_it_came(tmp_path: Path) -> None:
    there = file(tmp_path, "a.xlsx", "2024-01-05T08:00:00Z")
    gone = Incoming(tmp_path / "nowhere.xlsx", "b.xlsx", 2023, "司法所")
    refused = Incoming(tmp_path / "a.zip", "a.zip", 2023, "司法所", refused="压缩包有密码")
    for other in (gone, refused, None):
        assert later(there, other, EARLY, LATE) == 1
        assert later(other, there, EARLY, LATE) == 1


# in the ledger

TABLE = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
复2  | 2023.3.1 | 2023.3.8 | 2023.4.20 | {}
复3  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
复4  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
复5  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
"""


def put(
    root: Path, name: str, result: str, *, dated: bool = True, text: str = TABLE, saved: str = ""
) -> Project:
    """Put a workbook into the inbox, with the moment it was saved in it, or without."""
    path = root / "来件" / "2023" / "司法所" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in cells(text.format(result)):
        book.active.append(row)
    book.save(out)
    core = f"<x><dcterms:modified>{saved}</dcterms:modified></x>".encode() if saved else b"<x/>"
    with ZipFile(out) as parts, ZipFile(path, "w") as package:
        for part in parts.namelist():
            is_core = part == "docProps/core.xml" and (saved or not dated)
            package.writestr(part, core if is_core else parts.read(part))
    return pipeline.open_project(root)


def counted(project: Project) -> tuple[list[str], list[str]]:
    """The files whose rows are counted, and those whose rows are not."""
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        handed = ledger.handed(2023)
    return (
        [Path(each.file).name for each in handed if not each.replaced],
        [Path(each.file).name for each in handed if each.replaced],
    )


def test_the_file_that_came_later_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    pipeline.collect(put(tmp_path, "乙.xlsx", "维持", dated=False))
    project = put(tmp_path, "甲.xlsx", "撤销", dated=False)
    pipeline.collect(project)
    assert counted(project) == (["甲.xlsx"], ["乙.xlsx"])


def test_of_two_that_came_together_undated_both_are_counted_and_found(tmp_path: Path) -> None:
    put(tmp_path, "乙.xlsx", "维持", dated=False)
    project = put(tmp_path, "甲.xlsx", "撤销", dated=False)
    pipeline.collect(project)
    assert counted(project) == (["乙.xlsx", "甲.xlsx"], [])
    assert {each.code for each in pipeline.validate(project, 2023)[1]} >= {"ROW001", "ROW003"}


def test_when_the_later_version_is_taken_away_the_earlier_is_counted_again(tmp_path: Path) -> None:
    put(tmp_path, "台账.xlsx", "维持")
    project = put(tmp_path, "台账（更正）.xlsx", "撤销")
    pipeline.collect(project)
    assert counted(project) == (["台账（更正）.xlsx"], ["台账.xlsx"])
    (project.workspace.inbox / "2023" / "司法所" / "台账（更正）.xlsx").unlink()
    pipeline.collect(project)
    assert counted(project) == (["台账.xlsx"], [])


def test_the_name_tells_even_when_the_files_are_collected_one_by_one(tmp_path: Path) -> None:
    put(tmp_path, "台账（更正）.xlsx", "撤销")
    project = put(tmp_path, "台账.xlsx", "维持")
    folder = project.workspace.inbox / "2023" / "司法所"
    for name in ("台账（更正）.xlsx", "台账.xlsx"):
        pipeline.collect(project, [folder / name])
    assert counted(project) == (["台账（更正）.xlsx"], ["台账.xlsx"])


def test_a_version_in_the_middle_that_goes_frees_the_one_it_replaced(tmp_path: Path) -> None:
    for name, changed in (("台账v1.xlsx", "复5"), ("台账v2.xlsx", "复6"), ("台账v3.xlsx", "复6")):
        text = TABLE.replace("复5", changed)
        project = put(tmp_path, name, "维持", text=text.replace("复4", "复7") if "v3" in name else text)
    pipeline.collect(project)
    assert counted(project) == (["台账v3.xlsx"], ["台账v1.xlsx", "台账v2.xlsx"])
    (project.workspace.inbox / "2023" / "司法所" / "台账v2.xlsx").unlink()
    pipeline.collect(project)
    assert counted(project) == (["台账v1.xlsx", "台账v3.xlsx"], []), "these two share three rows of five"


def test_versions_of_which_each_seems_later_than_another_are_all_counted(tmp_path: Path) -> None:
    project = put(tmp_path, "丙.xlsx", "维持", saved="2023-12-02T00:00:00Z")
    pipeline.collect(project)
    put(tmp_path, "乙.xlsx", "撤销", dated=False)
    pipeline.collect(project)
    put(tmp_path, "甲.xlsx", "变更", saved="2023-12-01T00:00:00Z")
    pipeline.collect(project)
    with ledgers.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        since = {Path(each.file).name: ledger.since(each.file) for each in ledger.handed(2023)}
    assert since["丙.xlsx"] < since["乙.xlsx"] < since["甲.xlsx"]
    replaced = {1: 2, 2: 3, 3: 1, 4: 1, 5: 6}
    assert [old for old in replaced if collecting._ends(replaced, old)] == [5]


@pytest.mark.parametrize(("size", "is_read"), [(2**20 - 1, True), (2**20, False)])
def test_what_a_file_says_of_itself_is_read_where_it_is_no_larger_than_such_a_part_can_be(
    tmp_path: Path, size: int, is_read: bool
) -> None:
    said = "<x><dcterms:modified>2024-01-01T09:00:00Z</dcterms:modified></x>"
    first = file(tmp_path, "甲.xlsx")
    with ZipFile(first.path, "a") as package:
        package.writestr("docProps/core.xml", said.ljust(size))
    second = file(tmp_path, "乙.xlsx", "2023-01-01T09:00:00Z")
    assert later(first, second, EARLY, LATE) == (-1 if is_read else 1)


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [("台账v0.xlsx", "台账v1.xlsx", 1), ("台账.xlsx", "台账v0.5.xlsx", 1), ("台账v0.xlsx", "台账.xlsx", 0)],
)
def test_a_name_without_a_number_is_the_version_nought(old: str, new: str, order: int) -> None:
    assert later_by_name(old, new) == order


def test_where_a_file_is_not_at_hand_only_the_days_of_arrival_tell(tmp_path: Path) -> None:
    old = file(tmp_path, "甲.xlsx", "2023-01-01T09:00:00Z")
    for one, two in ((None, None), (old, None), (None, old)):
        assert [later(one, two, *days) for days in ((EARLY, LATE), (LATE, EARLY), (EARLY, EARLY))] == [
            1,
            -1,
            0,
        ]
