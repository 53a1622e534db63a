"""This machine -> the names of its fonts, in all languages in which they are named."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FAMILY, _FULL, _TYPOGRAPHIC = 1, 4, 16
_UTF16, _CODINGS = "utf-16-be", {(3, 3): "gbk", (3, 4): "big5", (1, 0): "mac-roman", (1, 25): "gb2312"}


def installed() -> frozenset[str]:
    """Return the names of the fonts, in small letters."""
    listed = _listed()
    names = listed if listed else {name for file in _files() for name in names_of(file)}
    return frozenset(name.casefold() for name in names)


def _listed() -> set[str]:
    """What fontconfig lists, where it is there; nothing otherwise."""
    program = shutil.which("fc-list")
    if not program:
        return set()
    with suppress(OSError, subprocess.SubprocessError):
        found = subprocess.run([program, ":", "family"], capture_output=True, timeout=60, check=True)
        lines = found.stdout.decode(errors="replace").splitlines()
        return {
            name.strip().replace("\\-", "-") for line in lines for name in line.split(",") if name.strip()
        }
    return set()


def _files() -> Iterator[Path]:
    home = Path.home()
    folders = {
        "win32": [
            Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
            Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts"),
        ],
        "darwin": [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"],
    }.get(
        sys.platform, [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"]
    )
    for folder in folders:
        with suppress(OSError):
            yield from (each for each in folder.rglob("*") if each.suffix.lower() in (".ttf", ".ttc", ".otf"))


def names_of(file: Path) -> set[str]:
    """Return the names that a font file, or a collection of fonts, gives itself; none where it cannot be read."""
    with suppress(OSError, struct.error, ValueError), file.open("rb") as font:
        content = font.read(12)
        starts = [0]
        if content[:4] == b"ttcf":
            (count,) = struct.unpack(">I", content[8:12])
            starts = list(struct.unpack(f">{min(count, 64)}I", font.read(4 * min(count, 64))))
        found: set[str] = set()
        for start in starts:
            font.seek(start + 4)
            (tables,) = struct.unpack(">H6x", font.read(8))
            directory = font.read(16 * tables)
            for at in range(0, len(directory), 16):
                name, _, offset, length = struct.unpack(">4sIII", directory[at : at + 16])
                if name == b"name":
                    font.seek(offset)
                    found |= _names(font.read(min(length, 1 << 20)))
        return found
    return set()


def _names(table: bytes) -> set[str]:
    """The names in a font's table of names."""
    count, begin = struct.unpack(">2xHH", table[:6])
    found = set()
    for number in range(count):
        platform, coding, _, what, length, offset = struct.unpack(
            ">6H", table[6 + 12 * number : 18 + 12 * number]
        )
        if what in (_FAMILY, _FULL, _TYPOGRAPHIC):
            text = table[begin + offset : begin + offset + length]
            spelled = _CODINGS.get((platform, coding), _UTF16 if platform in (0, 3) else "latin-1")
            found.add(text.decode(spelled, errors="replace").replace("\0", "").strip())
    return found - {""}
