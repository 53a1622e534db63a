"""A zip archive -> the files in it: their names as the sender wrote them, and a reason for each that is not read."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from random import Random
from zipfile import ZipFile, ZipInfo

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.cli import console
from reportgen.model import FileRefused
from reportgen.workspace import archive
from reportgen.workspace.archive import Member
from tests.make.cases_files import pack, pack_encrypted, pack_gbk

MANY = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]


def write(folder: Path, content: bytes) -> Path:
    file = folder / "材料.zip"
    file.write_bytes(content)
    return file


def zipped(names: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as package:
        for name, content in names.items():
            package.writestr(name, content)
    return out.getvalue()


def entry(name: str, content: bytes = b"", mode: int = 0o100644) -> bytes:
    """A zip of one entry with the mode of a Unix file."""
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        info = ZipInfo(name)
        info.create_system, info.external_attr = 3, mode << 16
        package.writestr(info, content)
    return out.getvalue()


def only(file: Path) -> Member:
    (member,) = archive.members(file)
    return member


@pytest.mark.parametrize(
    "name",
    [
        "2023/司法所/行政复议台账.xlsx",
        "调解（3月）.xls",
        "ＡＢ·台账〔1〕.ods",
        "plain.csv",
        "罕见字㐂𠮷.xlsx",
    ],
)
def test_a_name_comes_back_however_it_was_packed(tmp_path: Path, name: str) -> None:
    for content in (
        pack({name: b"x"}),
        pack_gbk({name: b"x"}) if len(name) < 20 and "𠮷" not in name else pack({name: b"x"}),
    ):
        file = write(tmp_path, content)
        assert only(file) == Member(0, name)
        assert archive.read(file, 0) == b"x"


def test_a_name_in_utf8_without_the_mark_comes_back(tmp_path: Path) -> None:
    content = pack_gbk({"a.xlsx": b"x"})
    name = "复议台账.xlsx".encode()
    # the name stands in the local header and in the directory; both lengths grow
    local, rest = content.split(b"a.xlsx", 1)
    middle, end = rest.split(b"a.xlsx", 1)
    local = local[:26] + struct.pack("<H", len(name)) + local[28:]
    at = middle.index(b"PK\x01\x02") + 28
    middle = middle[:at] + struct.pack("<H", len(name)) + middle[at + 2 :]
    grown = len(name) - len(b"a.xlsx")
    tail = bytearray(end)
    size, start = struct.unpack_from("<LL", tail, len(tail) - 10)
    struct.pack_into("<LL", tail, len(tail) - 10, size + grown, start + grown)
    assert only(write(tmp_path, local + name + middle + name + bytes(tail))).path == "复议台账.xlsx"


def test_a_gbk_name_that_is_utf8_as_well_is_read_as_chinese(tmp_path: Path) -> None:
    assert only(write(tmp_path, pack_gbk({"目录.xlsx": b"x"}))).path == "目录.xlsx"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../台账.xlsx", "_/台账.xlsx"),
        ("司法所/../../台账.xlsx", "司法所/_/_/台账.xlsx"),
        ("..\\..\\台账.xlsx", "_/_/台账.xlsx"),
        ("/etc/台账.xlsx", "etc/台账.xlsx"),
        pytest.param(
            "\\\\server\\台账.xlsx",
            "server/台账.xlsx",
        ),
        ("C:\\台账.xlsx", "C_/台账.xlsx"),
        ("C:台账.xlsx", "C_台账.xlsx"),
        ("台账.xlsx:stream", "台账.xlsx_stream"),
    ],
)
def test_a_path_that_leaves_the_archive_is_named_and_not_read(tmp_path: Path, name: str, path: str) -> None:
    member = only(write(tmp_path, pack({name: b"x"})))
    assert member.path == path
    assert "指向包外，没有读" in member.refused


@pytest.mark.parametrize(
    "name", ["./台账.xlsx", "司法所//台账.xlsx", "司法所\\台账.xlsx", "司法所/./台账.xlsx"]
)
def test_a_path_written_oddly_within_the_archive_is_read(tmp_path: Path, name: str) -> None:
    member = only(write(tmp_path, pack({name: b"x"})))
    assert (member.path in ("台账.xlsx", "司法所/台账.xlsx"), member.refused) == (True, "")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    member = only(write(tmp_path, entry("台账.xlsx", b"/etc/passwd", 0o120777)))
    assert "只是一个链接" in member.refused


def test_folders_are_no_files(tmp_path: Path) -> None:
    file = write(tmp_path, pack({"司法所/": b"", "司法所/台账.xlsx": b"x"}))
    assert [(each.number, each.path) for each in archive.members(file)] == [(1, "司法所/台账.xlsx")]


@pytest.mark.parametrize("name", ["内.zip", "内.RAR", "司法所/内.7z"])
def test_an_archive_in_an_archive_is_named_and_not_read(tmp_path: Path, name: str) -> None:
    members = archive.members(write(tmp_path, pack({name: pack({"台账.xlsx": b"x"}), "台账.xlsx": b"y"})))
    assert ["压缩包里还有压缩包" in each.refused for each in members] == [True, False]


def test_an_encrypted_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="有密码，打不开"):
        archive.members(write(tmp_path, pack_encrypted("台账.xlsx", b"x" * 100, b"1234")))


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04" + bytes(300), b"x" * 300, b"PK\x05\x06" + bytes(10)]
)
def test_what_is_no_archive_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused, match="已损坏，打不开"):
        archive.members(write(tmp_path, content))


def test_an_archive_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="打不开"):
        archive.members(tmp_path / "nowhere.zip")


@pytest.mark.parametrize("method", MANY)
def test_a_damaged_file_is_told_and_the_others_are_read(tmp_path: Path, method: int) -> None:
    noise = Random(7).randbytes(3000)
    content = bytearray(zipped({"好.xlsx": b"x" * 500, "坏.xlsx": noise, "又好.xlsx": b"y"}, method))
    at = content.index("坏.xlsx".encode()) + 1000
    content[at : at + 50] = bytes(50)
    file = write(tmp_path, bytes(content))
    assert [each.refused for each in archive.members(file)] == ["", "", ""]
    with pytest.raises(FileRefused, match="在压缩包里已损坏"):
        archive.read(file, 1)
    assert (archive.read(file, 0), archive.read(file, 2)) == (b"x" * 500, b"y")


@pytest.mark.parametrize(
    "method",
    [
        *MANY,
        pytest.param(
            zipfile.ZIP_LZMA,
        ),
    ],
)
def test_whatever_is_damaged_the_reason_is_a_sentence(tmp_path: Path, method: int) -> None:
    sound = zipped({"台账.xlsx": Random(1).randbytes(300) + b"x" * 300, "二.xlsx": b"y" * 50}, method)
    for seed in range(300):
        random, content = Random(seed), bytearray(sound)
        for _ in range(random.randint(1, 4)):
            content[random.randrange(len(content))] = random.choice(
                (0, 1, 9, 12, 14, 0xFF, random.randrange(256))
            )
        file = tmp_path / f"{seed}.zip"
        file.write_bytes(content)
        try:
            for member in archive.members(file):
                archive.read(file, member.number)
        except FileRefused as error:
            assert "压缩包" in str(error) or "过大" in str(error)  # noqa: PT017


@pytest.mark.parametrize(("bound", "least"), [("MOST_FILES", 1), ("LARGEST_WHOLE", 59)])
def test_an_archive_of_too_many_or_too_large_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, least: int
) -> None:
    file = write(tmp_path, pack({"一.xlsx": b"x" * 30, "二.xlsx": b"y" * 30, "夹/": b""}))
    monkeypatch.setattr(archive, bound, least + 1)
    assert len(archive.members(file)) == 2
    monkeypatch.setattr(archive, bound, least)
    with pytest.raises(FileRefused, match="太多或太大"):
        archive.members(file)


def test_a_file_too_large_is_told_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, zipped({"台账.xlsx": bytes(10**6)}))
    monkeypatch.setattr(archive, "LARGEST_PART", 10**6 - 1)
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(FileRefused, match="解压后过大"):
        archive.read(file, 0)


def test_a_file_that_says_it_is_small_is_not_unpacked_further(tmp_path: Path) -> None:
    content = zipped({"台账.xlsx": bytes(10**6)})
    file = write(tmp_path, content.replace(struct.pack("<L", 10**6), struct.pack("<L", 100)))
    with pytest.raises(FileRefused, match="已损坏"):
        archive.read(file, 0)


def test_an_archive_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    file = write(tmp_path, pack({"台账.xlsx": b"x"}))
    assert archive.read(file, 0) == b"x"
    write(tmp_path, pack({"台账.xlsx": b"longer"}))
    assert archive.read(file, 0) == b"longer"


TABLE = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n复1 | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持"


def test_the_good_files_of_an_archive_are_collected_and_each_other_one_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_xlsx(tmp_path / "复议.xlsx", TABLE).read_bytes()
    folder = tmp_path / "来件" / "2023" / "司法所"
    folder.mkdir(parents=True)
    names = {
        "附件/复议.xlsx": book,
        "../外.xlsx": book,
        "内.zip": pack({"复议.xlsx": book}),
        "说明.docx": b"x",
    }
    (folder / "材料.zip").write_bytes(pack_gbk(names))
    done = pipeline.collect(pipeline.open_project(tmp_path))
    assert (done.workbooks, done.rows) == (1, 1)
    assert [name.rpartition("材料.zip/")[2] for name, _ in done.refused] == [
        "_/外.xlsx",
        "内.zip",
        "说明.docx",
    ]
    console.show_findings(pipeline.validate(pipeline.open_project(tmp_path), 2023)[1], "2023 年")
    assert "材料.zip/说明.docx" in re.sub(r"[│\s]", "", capsys.readouterr().out)


def test_a_file_in_an_archive_may_be_as_large_as_a_part_and_all_of_them_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, zipped({"甲.xlsx": b"x" * 9, "夹/": b"", "乙.xlsx": b"x" * 10}))
    monkeypatch.setattr(archive, "LARGEST_PART", 9)
    assert archive.read(file, 0) == b"x" * 9
    with pytest.raises(FileRefused, match="解压后过大"):
        archive.read(file, 2)
    for limit, most in ((19, 2), (18, 2), (19, 1)):
        monkeypatch.setattr(archive, "LARGEST_WHOLE", limit)
        monkeypatch.setattr(archive, "MOST_FILES", most)
        if (limit, most) == (19, 2):
            assert [each.number for each in archive.members(file)] == [0, 2]
        else:
            with pytest.raises(FileRefused, match="太多或太大"):
                archive.members(file)
