"""LibreOffice, where it is installed: a Word file -> a tagged PDF in Chinese, and nothing of the clock in it; or back to .docx."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

_TIMEOUT = 180  # seconds; a report takes a few
_OPTIONS = {
    "UseTaggedPDF": ("boolean", "true"),
    "PDFUACompliance": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ReduceImageResolution": ("boolean", "false"),
    "UseLosslessCompression": ("boolean", "true"),
}
_MEASURED = {"ExportBookmarksToPDFDestination": ("boolean", "true"), "IsSkipEmptyPages": ("boolean", "false")}
_LANGUAGE = "zh-CN"
_NUMBER = re.compile(rb"/ID \[ <([0-9a-f]{32})> <\1> \]")
_DAY = re.compile(rb"<(xmp:(?:CreateDate|ModifyDate|MetadataDate))>[^<]*</\1>\s*")


class NotConverted(Exception):
    """LibreOffice made no file; the text is a Chinese clause that says why."""


def office() -> Path | None:
    """Return LibreOffice's program, if it is on this machine."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((each for each in _usual_places() if each.is_file()), None)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
                yield Path(folder, "Programs", "LibreOffice", "program", "soffice.exe")
        return
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield Path.home() / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    for folder in sorted(Path("/opt").glob("libreoffice*"), reverse=True):
        yield folder / "program" / "soffice"
    for place in ("/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice"):
        yield Path(place)
    yield Path("/snap/bin/libreoffice")


def to_pdf(program: Path, file: bytes, title: str, timeout: float = _TIMEOUT) -> bytes:
    """Return the PDF of a Word file; equal files give equal bytes by one LibreOffice. Raises NotConverted."""
    return _settled(_converted(program, file, ".docx", _export(_OPTIONS), timeout), title)


def pages(program: Path, file: bytes, timeout: float = _TIMEOUT) -> dict[str, int]:
    """Return on which page of a Word file each of its bookmarks begins, counted from 0, those of letters and digits alone.

    Raises NotConverted.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(_converted(program, file, ".docx", _export(_MEASURED), timeout)))
        found = {
            name: reader.get_destination_page_number(at) for name, at in reader.named_destinations.items()
        }
    except (PyPdfError, KeyError, ValueError, TypeError):
        raise NotConverted("LibreOffice 写出的 PDF 读不了") from None
    return {name.lstrip("/"): page for name, page in found.items() if page is not None}


def _export(options: Mapping[str, tuple[str, str]]) -> str:
    """LibreOffice's filter for PDF with options."""
    told = {name: {"type": kind, "value": value} for name, (kind, value) in options.items()}
    return f"pdf:writer_pdf_Export:{json.dumps(told)}"


def to_docx(program: Path, file: bytes, suffix: str, timeout: float = _TIMEOUT) -> bytes:
    """Return a file of another word processor (.odt, .doc, .rtf, .wps) as a Word file. Raises NotConverted."""
    return _converted(program, file, suffix, "docx", timeout)


def _converted(program: Path, file: bytes, suffix: str, into: str, timeout: float) -> bytes:
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"report{suffix}")
        source.write_bytes(file)
        made = Path(folder, "made")
        made.mkdir()
        profile = Path(folder, "profile").as_uri()  # its own: the user's LibreOffice may be open
        command = [
            str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", into, "--outdir", str(made), str(source),
        ]  # fmt: skip
        _run(command, timeout)
        kind = into.partition(":")[0]
        try:
            return (made / f"report.{kind}").read_bytes()
        except OSError:
            raise NotConverted(f"LibreOffice 没有写出 {kind.upper() if kind == 'pdf' else kind}") from None


def _run(command: list[str], timeout: float) -> None:
    """Run a program to its end, and let nothing of it go on. Raises NotConverted."""
    quiet = subprocess.DEVNULL
    apart = {"start_new_session": True} if os.name == "posix" else {}
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, **apart)  # type: ignore[call-overload]
    except OSError:
        raise NotConverted(f"“{command[0]}”运行不了；请检查它是否装好，有没有运行权限") from None
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise NotConverted(f"LibreOffice 过了{timeout:g}秒还没有写完") from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and, as the one that was called is often only a starter, what it has started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.kill()
    process.wait()


def _settled(file: bytes, title: str) -> bytes:
    """A PDF with its title and language, without the time at which it was made and the numbers drawn from it."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import (
        BooleanObject,
        DictionaryObject,
        NameObject,
        StreamObject,
        TextStringObject,
    )

    try:
        writer = PdfWriter(clone_from=PdfReader(BytesIO(file)))
        root = writer.root_object
        root[NameObject("/Lang")] = TextStringObject(_LANGUAGE)
        root[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject("/DisplayDocTitle"): BooleanObject(True)}
        )
        said = {key: value for key, value in (writer.metadata or {}).items() if "Date" not in key}
        writer.metadata = {**said, "/Title": title or said.get("/Title", "")}
        stream = root["/Metadata"].get_object() if "/Metadata" in root else None
        if isinstance(stream, StreamObject):
            stream.set_data(_DAY.sub(b"", stream.get_data()))
        writer.pdf_header = "%PDF-1.7"
        written = BytesIO()
        writer.write(written)
    except (PyPdfError, KeyError, ValueError, TypeError):
        raise NotConverted("LibreOffice 写出的 PDF 读不了") from None
    return _identified(written.getvalue())


def _identified(file: bytes) -> bytes:
    """A PDF whose number is drawn from what it holds, and not from the time."""
    found = _NUMBER.search(file, max(0, len(file) - 4096))
    if not found:
        return file
    number = hashlib.sha256(file[: found.start()]).hexdigest()[: len(found[1])].encode()
    return file[: found.start()] + b"/ID [ <%s> <%s> ]" % (number, number) + file[found.end() :]
