"""Edits made in LibreOffice by its own commands; run by a Python that has `uno`, with one folder as its argument.

The folder holds `edits.json`, a list of edits, and `report.docx`; each edit is written as `NUMBER.docx`, sent through .odt, .doc
and .rtf to `NUMBER-odt.docx` and so on, and where nothing was recorded written as `NUMBER.txt` and `NUMBER.pdf`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

FILTERS = {
    "docx": "MS Word 2007 XML", "odt": "writer8", "doc": "MS Word 97", "rtf": "Rich Text Format",
    "txt": "Text (encoded)", "pdf": "writer_pdf_Export",
}  # fmt: skip


def value(name: str, what: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, what
    return made


class Office:
    """A LibreOffice of its own that runs without a window."""

    def __init__(self, folder: Path) -> None:
        pipe = f"edits{time.time_ns()}"
        self.process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
             f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(120):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.5)
        make = self.context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", self.context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", self.context)

    def open(self, file: Path) -> Any:
        return self.desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (value("Hidden", True),))

    def save(self, document: Any, file: Path) -> None:
        options = [value("FilterName", FILTERS[file.suffix[1:]])]
        if file.suffix == ".txt":
            options.append(value("FilterOptions", "UTF8,LF"))
        document.storeToURL(file.as_uri(), tuple(options))

    def do(self, document: Any, command: str, **options: Any) -> None:
        frame = document.CurrentController.Frame
        given = tuple(value(name, what) for name, what in options.items())
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, given)

    def end(self) -> None:
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        self.process.wait(30)


def select(document: Any, mark: str, before: int = 0, after: int = 0) -> Any:
    """Select what a mark surrounds, and so many characters more on either side."""
    anchor = document.Bookmarks.getByName(mark).Anchor
    cursor = document.CurrentController.ViewCursor
    start = anchor.Text.createTextCursorByRange(anchor.Start)
    start.goLeft(before, False)
    end = anchor.Text.createTextCursorByRange(anchor.End)
    end.goRight(after, False)
    cursor.gotoRange(start, False)
    cursor.gotoRange(end, True)
    return cursor


def select_paragraph(document: Any, mark: str) -> Any:
    anchor = document.Bookmarks.getByName(mark).Anchor
    text = anchor.Text.createTextCursorByRange(anchor.Start)
    text.gotoStartOfParagraph(False)
    text.gotoNextParagraph(True)
    document.CurrentController.ViewCursor.gotoRange(text, False)


def to_paragraph(document: Any, mark: str, steps: int) -> None:
    """Put the cursor before the paragraph that comes so many after the one of a mark, which has been cut or copied."""
    cursor = document.CurrentController.ViewCursor
    cursor.collapseToStart()
    text = cursor.Text.createTextCursorByRange(cursor)
    for _ in range(steps):
        text.gotoNextParagraph(False)
    cursor.gotoRange(text.Start, False)


def perform(office: Office, document: Any, edit: dict[str, Any]) -> None:
    """Make one edit as a person does."""
    kind, mark = edit["kind"], edit.get("mark", "")
    document.RecordChanges = edit["recorded"]
    cursor = document.CurrentController.ViewCursor
    if kind in ("over", "wider", "retyped"):
        select(document, mark, edit.get("before", 0), edit.get("after", 0))
        office.do(document, "InsertText", Text=edit["text"])
    elif kind in ("within", "before", "behind"):
        anchor = document.Bookmarks.getByName(mark).Anchor
        cursor.gotoRange(anchor.End if kind == "behind" else anchor.Start, False)
        if kind == "within":
            cursor.goRight(1, False)
        office.do(document, "InsertText", Text=edit["text"])
    elif kind == "replace":
        search = document.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = edit["old"], edit["text"]
        document.replaceAll(search)
    elif kind == "deleted":
        select(document, mark)
        office.do(document, "Delete")
    elif kind in ("sentence", "moved", "copied"):
        if kind == "sentence":
            select(document, mark, edit["before"], edit["after"])
        else:
            select_paragraph(document, mark)
        office.do(document, "Copy" if kind == "copied" else "Cut")
        to_paragraph(document, mark, edit["steps"])
        office.do(document, "Paste")
    elif kind == "words":
        anchor = document.Bookmarks.getByName(mark).Anchor
        text = anchor.Text.createTextCursorByRange(anchor.Start)
        text.gotoStartOfParagraph(False)
        cursor.gotoRange(text, False)
        office.do(document, "InsertText", Text=edit["text"])


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    office = Office(folder)
    try:
        for number, edit in enumerate(json.loads((folder / "edits.json").read_text(encoding="utf-8"))):
            document = office.open(folder / "report.docx")
            perform(office, document, edit)
            office.save(document, folder / f"{number}.docx")
            for suffix in ("odt", "doc", "rtf"):
                office.save(document, folder / f"{number}.{suffix}")
            if not edit["recorded"]:
                office.save(document, folder / f"{number}.txt")
                office.save(document, folder / f"{number}.pdf")
            document.close(True)
            for suffix in ("odt", "doc", "rtf"):
                other = office.open(folder / f"{number}.{suffix}")
                office.save(other, folder / f"{number}-{suffix}.docx")
                other.close(True)
    finally:
        office.end()


if __name__ == "__main__":
    main()
