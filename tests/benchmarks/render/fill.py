"""`python fill.py CONTENDER TEMPLATE VALUES COUNT`: a first report, then COUNT more; prints the milliseconds of processor time of each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

Fill = Callable[[dict[str, Any]], bytes]


def main(contender: str, template: Path, values: Path, count: int) -> None:
    """Fill and print."""
    told = json.loads(values.read_text(encoding="utf-8"))
    fill = {"docxtpl": _docxtpl, "docx-mailmerge2": _mailmerge}.get(contender, _reportgen)(
        contender, template
    )
    fill(told)
    taken = []
    for each in _others(told, count):
        begun = time.process_time()
        made = fill(each)
        taken.append(1000 * (time.process_time() - begun))
        assert made[:2] == b"PK"
    print(json.dumps(taken))


def _others(told: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """Yield the values anew, each time with other numbers."""
    for turn in range(1, count + 1):
        yield {
            name: value if isinstance(value, list) else str(int(value) + turn) for name, value in told.items()
        }


def _docxtpl(_: str, template: Path) -> Fill:
    from docxtpl import DocxTemplate

    def fill(told: dict[str, Any]) -> bytes:
        document, file = DocxTemplate(template), BytesIO()
        document.render(told, autoescape=True)
        document.save(file)
        return file.getvalue()

    return fill


def _mailmerge(_: str, template: Path) -> Fill:
    from mailmerge import MailMerge

    def fill(told: dict[str, Any]) -> bytes:
        file = BytesIO()
        with MailMerge(str(template)) as document:
            document.merge(**{name: value for name, value in told.items() if isinstance(value, str)})
            document.merge_rows("number", told["rows"])
            document.write(file)
        return file.getvalue()

    return fill


def _reportgen(contender: str, path: Path) -> Fill:
    from reportgen.model import Slot
    from reportgen.word.document import Template
    from reportgen.word.manifest import Manifest

    template = Template.load(path.read_bytes())
    manifest = None if contender.endswith("--plain") else Manifest("试验镇", "2023", "0" * 16)

    def fill(told: dict[str, Any]) -> bytes:
        slots = {
            name: Slot(value, True, figure=name) for name, value in told.items() if isinstance(value, str)
        }
        rows = told["rows"]
        turns = tuple(
            {key: Slot(value, True, figure=f"rows#{number}.{key}" if value.isdigit() else "") for key, value in row.items()}
            for number, row in enumerate(rows, 1)
        )  # fmt: skip
        slots["rows"] = Slot(None, True, turns, tuple(rows[0]))
        content, findings = template.fill(slots, manifest=manifest)
        assert content is not None, findings
        return content

    return fill


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
