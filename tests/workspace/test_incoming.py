"""The inbox, or paths -> the files that have come in, with the year and the department that their folders name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import CannotRun, FileRefused
from reportgen.workspace import settings
from reportgen.workspace.incoming import Incoming, incoming
from reportgen.workspace.settings import Workspace
from tests.make.cases_files import pack

DEPARTMENTS = ("司法所", "宣传办")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty inbox."""
    root = tmp_path / "工作"
    (root / "来件").mkdir(parents=True)
    found, findings = settings.load(root)
    assert not findings
    assert found
    return found


def put(folder: Path, *names: str) -> None:
    """Put files into a folder; an archive holds one workbook."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pack({"表.xlsx": b"x"}) if name.endswith(".zip") else b"x")


def came(workspace: Workspace, *paths: Path, year: int | None = None) -> dict[str, Incoming]:
    """The files that have come in, by their names."""
    found = incoming(workspace, paths, DEPARTMENTS, year)
    names = [each.name for each in found]
    assert names == sorted(set(names))
    return {each.name.removeprefix("来件/"): each for each in found}


@pytest.mark.parametrize(
    ("name", "year", "department"),
    [
        ("2023/司法所/表.xlsx", 2023, "司法所"),
        ("2023年/近海镇司法所/表.xls", 2023, "司法所"),
        ("2023年度/宣传办/三月/表.ods", 2023, "宣传办"),
        ("2023/表.xlsx", 2023, ""),
        ("2023/别的办/表.xlsx", 2023, "别的办"),
        ("2023/司法所和宣传办/表.xlsx", 2023, "司法所和宣传办"),
        ("2023/司法所/说明.pdf", 2023, "司法所"),
        ("2023/司法所.zip", 2023, "司法所"),
        ("2023/材料.zip", 2023, ""),
    ],
)
def test_folders_name_the_year_and_the_department(
    workspace: Workspace, name: str, year: int, department: str
) -> None:
    put(workspace.inbox, name)
    (file,) = came(workspace).values()
    assert (file.year, file.department, file.loose) == (year, department, False)


def test_a_workbook_in_no_years_folder_is_loose_and_anything_else_there_is_passed_over(
    workspace: Workspace,
) -> None:
    put(
        workspace.inbox,
        "2023/司法所/表.xlsx",
        "司法所/表.xlsx",
        "表.csv",
        "通知.docx",
        "司法所/通知.pdf",
        "包.zip",
    )
    loose = {name: each.year for name, each in came(workspace).items() if each.loose}
    assert loose == {"司法所/表.xlsx": None, "表.csv": None, "包.zip/表.xlsx": None}


def test_an_archive_in_no_years_folder_may_hold_one(workspace: Workspace) -> None:
    (workspace.inbox / "包.zip").write_bytes(
        pack({"2023/司法所/表.xlsx": b"x", "2022/表.xlsx": b"x", "表.xlsx": b"x"})
    )
    assert {name: (each.year, each.loose) for name, each in came(workspace, year=2023).items()} == {
        "包.zip/2023/司法所/表.xlsx": (2023, False),
        "包.zip/表.xlsx": (None, True),
    }
    assert len(came(workspace)) == 3


def test_the_folders_of_other_years_are_not_walked_where_a_year_is_asked_for(workspace: Workspace) -> None:
    put(workspace.inbox, "2022/司法所/表.xlsx", "2023/司法所/表.xlsx")
    assert list(came(workspace, year=2023)) == ["2023/司法所/表.xlsx"]
    assert len(came(workspace)) == 2


def test_what_is_nobodys_table_is_passed_over(workspace: Workspace) -> None:
    put(
        workspace.inbox, "2023/表.xlsx", "2023/~$表.xlsx", "2023/.表.xlsx", "2023/.git/表.xlsx", "2023/Thumbs.db",
        "2023/desktop.ini", "2023/__MACOSX/表.xlsx", "邻镇/reportgen.yaml", "邻镇/2023/表.xlsx",
    )  # fmt: skip
    put(workspace.root, "输出/2023/表.xlsx")
    assert list(came(workspace)) == ["2023/表.xlsx"]
    assert list(came(workspace, workspace.output)) == []


def test_an_inbox_with_nothing_to_take_is_one_sentence(workspace: Workspace) -> None:
    with pytest.raises(CannotRun, match=r"^来件夹“来件”里没有以年度命名的文件夹（如 2023）$"):
        came(workspace)
    put(workspace.inbox, "通知.docx")
    with pytest.raises(CannotRun, match="没有以年度命名的文件夹"):
        came(workspace)
    (workspace.inbox / "2023").mkdir()
    assert came(workspace) == {}
    with pytest.raises(CannotRun, match="没有以年度命名的文件夹"):
        came(workspace, year=2022)


def test_an_inbox_or_a_path_that_is_not_there_is_one_sentence(workspace: Workspace) -> None:
    with pytest.raises(CannotRun, match=r"^没有“.*无处.xlsx”这个文件或文件夹$"):
        came(workspace, workspace.root / "无处.xlsx")
    workspace.inbox.rmdir()
    with pytest.raises(
        CannotRun, match=r"^这里没有来件夹“来件”。请把各部门的表放成“来件/2023/司法所/行政复议台账.xlsx”这样"
    ):
        came(workspace)


def test_a_path_given_is_taken_whatever_it_is_and_named_by_the_folders_above_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    put(tmp_path / "邮件" / "2023" / "司法所", "表.xlsx", "通知.docx")
    found = came(
        workspace, tmp_path / "邮件" / "2023" / "司法所", tmp_path / "邮件" / "2023" / "司法所" / "表.xlsx"
    )
    assert [(each.path.name, each.year, each.department) for each in found.values()] == [
        ("表.xlsx", 2023, "司法所"),
        ("通知.docx", 2023, "司法所"),
    ]
    assert not any(workspace.takes_in(each.name) for each in found.values())


def test_a_file_given_in_the_inbox_is_the_one_found_there(workspace: Workspace) -> None:
    put(workspace.inbox, "2023/司法所/表.xlsx")
    assert came(workspace, workspace.inbox / "2023" / "司法所" / "表.xlsx") == came(workspace)
    assert workspace.takes_in("来件/2023/司法所/表.xlsx")


def test_a_workbook_named_as_an_archive_is_no_folder(workspace: Workspace) -> None:
    put(workspace.inbox, "2023/.keep")
    (workspace.inbox / "2023" / "表.zip").write_bytes(
        pack({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    )
    (file,) = came(workspace).values()
    assert (file.name, file.member) == ("来件/2023/表.zip", None)


def test_what_must_not_be_read_is_named_and_refused(workspace: Workspace) -> None:
    put(workspace.inbox, "2023/.keep")
    (workspace.inbox / "2023" / "包.zip").write_bytes(b"PK\x03\x04 damaged")
    (workspace.inbox / "2023" / "夹.zip").write_bytes(pack({"../表.xlsx": b"x", "好.xlsx": b"y"}))
    found = came(workspace)
    assert found["2023/夹.zip/好.xlsx"].read() == b"y"
    for name, sentence in (("2023/包.zip", "压缩包已损坏"), ("2023/夹.zip/_/表.xlsx", "指向包外")):
        with pytest.raises(FileRefused, match=sentence):
            found[name].read()


@given(st.text(st.characters(codec=None), max_size=9))
def test_any_name_can_be_stored(name: str) -> None:
    stored = Incoming(Path("x"), name, None, "").storable_name
    assert stored.encode().decode() == stored
    assert stored == name or any("\ud800" <= sign <= "\udfff" for sign in name)


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "csv", "XLS"])
def test_each_format_of_workbook_is_told_where_it_lies_loose(workspace: Workspace, suffix: str) -> None:
    put(workspace.inbox, f"表.{suffix}", "函.pdf", "说明.txt", "图.png")
    (workspace.inbox / "2023").mkdir()
    assert [(name, each.loose) for name, each in came(workspace).items()] == [(f"表.{suffix}", True)]


def test_a_path_in_the_workspace_is_named_by_the_folders_below_it(workspace: Workspace) -> None:
    put(workspace.root / "2022" / "司法所", "表.xlsx")
    (found,) = came(workspace, workspace.root / "2022" / "司法所" / "表.xlsx").values()
    assert (found.year, found.department) == (2022, "司法所")


def test_a_path_elsewhere_is_named_by_its_own_folder_and_the_one_above(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = tmp_path / "2021" / "年" / "2022" / "司法所"
    put(folder, "表.xlsx")
    for path in (folder, folder / "表.xlsx"):
        (found,) = came(workspace, path).values()
        assert (found.year, found.department) == (2022, "司法所")
    (deep,) = came(workspace, tmp_path / "2021" / "年").values()
    assert (deep.year, deep.department) == (2021, "年")
    (alone,) = came(workspace, tmp_path / "2021" / "年" / "2022").values()
    assert (alone.year, alone.department) == (2022, "司法所")


@pytest.mark.parametrize(
    ("folder", "department"),
    [
        ("司法所", "司法所"),
        ("近海镇司法所", "司法所"),
        ("司法所和宣传办", "司法所和宣传办"),
        ("财政所", "财政所"),
        ("非司法所", "非司法所"),
        ("司法所驻地村委会", "司法所驻地村委会"),
    ],
)
def test_a_folder_names_a_department_where_it_names_one(
    workspace: Workspace, folder: str, department: str
) -> None:
    put(workspace.inbox / "2023" / folder, "表.xlsx")
    (found,) = came(workspace).values()
    assert found.department == department


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("2023/司法所/作废/表.xlsx", "作废"),
        ("2023/司法所/旧表/表.xlsx", "旧表"),
        ("2023/司法所/备份20240105/表.xlsx", "备份20240105"),
        ("2023/司法所/台账（作废）/表.xlsx", "台账(作废)"),
        ("2023/司法所/Old/表.xlsx", "Old"),
        ("2023/存档/司法所/表.xlsx", "存档"),
        ("备份/2023/司法所/表.xlsx", "备份"),
        ("2023/司法所/表（作废）.xlsx", "表(作废)"),
        ("2023/司法所/表_old.xlsx", "表_old"),
        ("2023/司法所旧/表.xlsx", "司法所旧"),
        ("2023/司法所备份/表.xlsx", "司法所备份"),
        ("2023/司法所/表（撤回）.xlsx", "表(撤回)"),
        ("2023/司法所/历史/表.xlsx", "历史"),
        ("2023/司法所/作\u200b废/表.xlsx", "作废"),
        ("2023/司法所/表-废.xlsx", "表-废"),
        *(
            (f"2023/司法所/{each}/表.xlsx", each)
            for each in (
                "废",
                "原稿",
                "历史版本",
                "已退回",
                "删除",
                "临时",
                "tmp",
                "测试",
                "仅供参考",
                "存疑",
                "更正前",
                "修改前的",
                "不报",
                "过程稿",
                "第一稿",
                "作废台账",
            )
        ),
        *(
            (f"2023/司法所/{each}/表.xlsx", "")
            for each in ("更正", "第一批", "参考人数", "退回重报", "定稿", "撤销案件", "上报", "改前年")
        ),
        ("2023/司法所/表old.xlsx", "表old"),
        ("2023/司法所/报废.xlsx", ""),
        ("2023/司法所/scaffold.xlsx", ""),
        ("2023/司法所/不用的/表.xlsx", ""),
        ("2023/旧城改造办/表.xlsx", ""),
        ("2023/司法所/旧.xlsx", ""),
        ("2023/司法所/gold/表.xlsx", ""),
        ("2023/司法所/规范性文件废止目录.xlsx", ""),
    ],
)
def test_what_has_been_put_aside_is_known_by_its_folder_or_its_name(
    workspace: Workspace, name: str, aside: str
) -> None:
    put(workspace.inbox, name, "2023/司法所/别的.xlsx")
    assert came(workspace)[name].aside == aside


def test_a_folder_within_an_archive_is_put_aside_too_and_a_departments_is_not(workspace: Workspace) -> None:
    packed = {"作废/一.xlsx": b"x", "二.xlsx": b"x"}
    file = workspace.inbox / "2023" / "司法所" / "材料.zip"
    file.parent.mkdir(parents=True)
    file.write_bytes(pack(packed))
    assert [each.aside for each in came(workspace).values()] == ["", "作废"]
    put(workspace.inbox, "2023/存档/表.xlsx")
    found = incoming(workspace, (), (*DEPARTMENTS, "存档"), 2023)
    assert {each.aside for each in found if each.department == "存档"} == {""}


def test_what_is_given_by_its_path_is_read_wherever_it_lies(workspace: Workspace, tmp_path: Path) -> None:
    put(tmp_path, "备份/2023/司法所/表.xlsx")
    (given,) = incoming(workspace, [tmp_path / "备份/2023/司法所/表.xlsx"], DEPARTMENTS, None)
    assert given.aside == ""
