"""LibreOffice is found where it is, run by itself, and what it writes is settled; here a stand-in of it."""

from __future__ import annotations

import os
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from reportgen.pdf import office
from reportgen.pdf.office import NotConverted, to_pdf
from reportgen.pdf.tagged import lines
from tests.pdf.pages import pdf

PAGES = [("P", ["共有12件"])]


def stand_in(folder: Path, does: str) -> Path:
    """A program that is called as LibreOffice is: `out` is where it is to write, `args` what it is called with."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, time\nargs = sys.argv[1:]\n"
        f"out = pathlib.Path(args[args.index('--outdir') + 1], 'report.pdf')\n{does}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return program


def test_a_pdf_has_title_and_language_and_no_time(tmp_path: Path) -> None:
    dated = b"%made at 2024\n"
    program = stand_in(tmp_path, f"out.write_bytes({pdf(PAGES, more=dated)!r})")
    made = to_pdf(program, b"docx", "近海镇报告")
    found = PdfReader(BytesIO(made))
    assert (found.root_object["/Lang"], found.metadata and found.metadata.title) == ("zh-CN", "近海镇报告")
    assert found.metadata is not None
    assert "/CreationDate" not in found.metadata
    assert [each.text for each in lines(made)] == ["共有12件"]
    assert to_pdf(program, b"docx", "近海镇报告") == made


def test_it_is_asked_for_tags_with_a_profile_of_its_own(tmp_path: Path) -> None:
    program = stand_in(
        tmp_path,
        f"pathlib.Path({str(tmp_path / 'args')!r}).write_text('\\n'.join(args))\nout.write_bytes({pdf(PAGES)!r})",
    )
    to_pdf(program, b"docx", "")
    asked = (tmp_path / "args").read_text(encoding="utf-8")
    assert '"UseTaggedPDF": {"type": "boolean", "value": "true"}' in asked
    assert "-env:UserInstallation=file:///" in asked
    assert "--headless" in asked


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("sys.exit(1)", "没有写出 PDF"),
        ("out.write_bytes(b'no pdf')", "读不了"),
        ("time.sleep(60)", "过了1秒还没有写完"),
    ],
)
def test_why_there_is_no_pdf_is_said(does: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(NotConverted, match=why):
        to_pdf(stand_in(tmp_path, does), b"docx", "", timeout=1)


def test_what_it_has_started_ends_with_it(tmp_path: Path) -> None:
    child = f"import subprocess\nstarted = subprocess.Popen(['sleep', '60'])\npathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(started.pid))\ntime.sleep(60)"
    with pytest.raises(NotConverted):
        to_pdf(stand_in(tmp_path, child), b"docx", "", timeout=2)
    number = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(50):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z":
            return
        time.sleep(0.1)
    os.kill(number, 9)
    pytest.fail("it goes on")


def test_a_program_that_does_not_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotConverted, match="运行不了"):
        to_pdf(tmp_path / "none", b"docx", "")


def test_it_is_looked_for_in_the_path_and_in_the_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_usual_places", lambda: iter([tmp_path / "none", tmp_path / "elsewhere"]))
    assert office.office() is None
    (tmp_path / "elsewhere").touch()
    assert office.office() == tmp_path / "elsewhere"
    program = stand_in(tmp_path, "")
    assert office.office() == program


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("win32", "LibreOffice/program/soffice.exe"),
        ("darwin", "LibreOffice.app/Contents/MacOS/soffice"),
        ("linux", "libreoffice/program/soffice"),
    ],
)
def test_the_usual_places_of_each_system(system: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.sys, "platform", system)
    monkeypatch.setenv("ProgramFiles", "/programs")
    assert any(each.as_posix().endswith(place) for each in office._usual_places())


def test_the_pages_of_bookmarks_are_those_of_the_destinations(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(99, 99)
    writer.add_named_destination("heading0", 0)
    writer.add_named_destination("heading1", 2)
    (tmp_path / "made").write_bytes(written(writer))
    args = f"pathlib.Path({str(tmp_path / 'args')!r}).write_text('\\n'.join(args))\n"
    copied = f"out.write_bytes(pathlib.Path({str(tmp_path / 'made')!r}).read_bytes())"
    assert office.pages(stand_in(tmp_path, args + copied), b"docx") == {"heading0": 0, "heading1": 2}
    asked = (tmp_path / "args").read_text(encoding="utf-8")
    assert '"IsSkipEmptyPages": {"type": "boolean", "value": "false"}' in asked
    with pytest.raises(NotConverted, match="读不了"):
        office.pages(stand_in(tmp_path, "out.write_bytes(b'no pdf')"), b"docx")


def written(writer: PdfWriter) -> bytes:
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
