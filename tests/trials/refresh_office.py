"""Word files as LibreOffice saves them, as they are or with all changes accepted or rejected; run by a Python that has `uno`.

Arguments: a folder for LibreOffice's own files, and after it three each: what to do (save, accept, reject), a file, and the
file to write.
"""

from __future__ import annotations

import sys
from pathlib import Path

from edits_office import Office  # type: ignore[import-not-found]

_COMMANDS = {"accept": "AcceptAllTrackedChanges", "reject": "RejectAllTrackedChanges"}


def main() -> None:
    folder, *rest = sys.argv[1:]
    office = Office(Path(folder).resolve())
    try:
        for what, source, target in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            document = office.open(Path(source).resolve())
            if what in _COMMANDS:
                office.do(document, _COMMANDS[what])
            office.save(document, Path(target).resolve())
            document.close(True)
    finally:
        office.end()


if __name__ == "__main__":
    main()
