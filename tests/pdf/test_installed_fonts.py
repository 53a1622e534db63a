"""The names of the machine's fonts: as fontconfig lists them, or out of the files themselves."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from reportgen.pdf import installed_fonts
from reportgen.pdf.installed_fonts import installed, names_of


def font(*names: tuple[int, int, int, bytes]) -> bytes:
    """A font file with nothing but its table of names: platform, coding, what, text."""
    texts, records, at = b"", b"", 0
    for platform, coding, what, text in names:
        records += struct.pack(">6H", platform, coding, 0, what, len(text), at)
        texts, at = texts + text, at + len(text)
    table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + texts
    return (
        b"\0\1\0\0"
        + struct.pack(">4H", 1, 0, 0, 0)
        + struct.pack(">4sIII", b"name", 0, 28, len(table))
        + table
    )


NAMES = [(3, 1, 1, "仿宋_GB2312".encode("utf-16-be")), (1, 0, 4, b"FangSong_GB2312"), (3, 1, 2, b"\0R")]


def test_a_font_names_itself_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(font(*NAMES))
    assert names_of(tmp_path / "a.ttf") == {"仿宋_GB2312", "FangSong_GB2312"}


def test_a_collection_names_all_its_fonts(tmp_path: Path) -> None:
    one = font((3, 1, 1, "宋体".encode("utf-16-be")))
    moved = one[:20] + struct.pack(">II", 28 + 16, len(one) - 28) + one[28:]
    (tmp_path / "a.ttc").write_bytes(b"ttcf" + struct.pack(">3I", 0x10000, 1, 16) + moved)
    assert names_of(tmp_path / "a.ttc") == {"宋体"}


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\0\0\0\1", b"ttcf\0\0\0\0\xff\xff\xff\xff", font(*NAMES)[:40]]
)
def test_a_damaged_font_has_no_names(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    assert names_of(tmp_path / "a.ttf") == set()


def test_what_fontconfig_lists_is_taken_and_compared_in_small_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\necho '方正小标宋简体,FZXiaoBiaoSong\\-B05S'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert installed() == {"方正小标宋简体", "fzxiaobiaosong-b05s"}


def test_without_fontconfig_the_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".local" / "share" / "fonts"
    folder.mkdir(parents=True)
    (folder / "仿宋.TTF").write_bytes(font(*NAMES))
    (folder / "readme.txt").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(installed_fonts.Path, "home", lambda: tmp_path)
    monkeypatch.setattr(installed_fonts.sys, "platform", "linux")
    assert {"仿宋_gb2312", "fangsong_gb2312"} <= installed()
