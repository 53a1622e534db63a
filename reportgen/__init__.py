"""The command-line compiler of Chinese government annual reports.

project = reportgen.open_project("path/to/a/workspace")
project.collect()
if not any(each.severity == "error" for each in project.validate(2023)):
    print(project.render(2023).file)
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing and pathlib are not loaded before an interruption can be told
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from reportgen.model import Broken, CannotRun
    from reportgen.pipeline import Project

__all__ = ["Broken", "CannotRun", "Project", "open_project"]


def open_project(path: str | Path = ".") -> Project:
    """Open a working folder: its settings, its profile and the profile's Word template.

    Raises CannotRun where there is no such folder or profile, and Broken, whose `findings` are all mistakes at once,
    where settings, profile or template have any.
    """
    from pathlib import Path

    from reportgen import pipeline

    return pipeline.open_project(Path(path))


def __getattr__(name: str) -> Any:
    """Load what is asked for only then: the command line must not wait for it."""
    if name not in __all__:
        raise AttributeError(name)
    from reportgen import pipeline

    return getattr(pipeline, name)
