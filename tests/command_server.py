"""Runs commands of the command line, each in a process of its own that is forked from one that has imported all -> exit codes.

`conftest.run` starts one per test process: what a command imports takes longer than what most of them do. Reads a JSON line
`[folder, arguments, stdout, stderr, environment]` for each command, runs `python -m reportgen` on them with its output in those
files, which may be terminals, and with what its environment has otherwise, and writes a line with the exit code.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import sys
from typing import NoReturn

HEAVY = (
    "chinese_calendar", "docx", "docx.oxml", "lxml.etree", "openpyxl", "pypdf", "python_calamine",
    "rich.progress", "rich.table", "sqlglot", "typer.rich_utils", "xlrd", "xlsxwriter", "yaml",
)  # fmt: skip


def main() -> None:
    """Serve until the input ends."""
    sys.path.pop(0)
    import reportgen

    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in HEAVY:
        importlib.import_module(name)
    from reportgen.expressions import _Expression
    from reportgen.ledger import remembered

    remembered.DURABLE = "OFF"  # what tests write need not outlive a power cut

    # compiled once, and not in each command
    assert all(each._compiled for each in gc.get_objects() if isinstance(each, _Expression))
    gc.freeze()
    requests, answers = os.dup(0), os.dup(1)
    with open(requests, encoding="utf-8", closefd=False) as lines:
        for line in lines:
            request = json.loads(line)
            child = os.fork()
            if not child:
                os.close(requests)
                os.close(answers)
                _become(*request)
            _, status = os.waitpid(child, 0)
            os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(
    folder: str, arguments: list[str], stdout: str, stderr: str, environment: dict[str, str]
) -> NoReturn:
    for number, file in enumerate((os.devnull, stdout, stderr)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    os.chdir(folder)
    os.environ.update(environment)
    sys.argv[:] = ["reportgen", *arguments]
    code: object = 0
    try:
        runpy.run_module("reportgen", run_name="__main__", alter_sys=True)
    except SystemExit as left:
        code = left.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    atexit._run_exitfuncs()  # coverage writes what it measured
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)  # taking all modules down takes as long as a command


if __name__ == "__main__":
    main()
