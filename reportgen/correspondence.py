"""What goes out to the departments: the blank forms."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model import CannotRun
from reportgen.outcomes import Form
from reportgen.workspace.outputs import form_files

if TYPE_CHECKING:
    from reportgen.model import Profile
    from reportgen.workspace.settings import Workspace


def forms(
    workspace: Workspace,
    profile: Profile,
    year: int,
    folder: Path | None = None,
    only: Collection[str] | None = None,
) -> list[Form]:
    """Write the blank workbook of every department that owes sheets, or `only` of some, and return them. Raises CannotRun."""
    from reportgen.stages import forms as blank
    from reportgen.stages.owed import asked_of
    from reportgen.workspace.issued import issue

    folder = folder or workspace.output / "表样" / str(year)
    if folder.resolve().is_relative_to(workspace.inbox.resolve()) and not workspace.owns(folder):
        raise CannotRun(f"“{folder}”在来件夹里，空白表会被当作交来的表收集；请用 --to 写到来件夹外面的文件夹")
    owed = {department: asked_of(profile, department, year) for department in profile.departments}
    if not any(owed.values()):
        raise CannotRun("方案和设置都没有写哪个部门报送哪张表；请在设置的 departments 里写上")
    written: list[Form] = []
    for department, file in form_files(folder, year, filter(owed.get, owed)).items():
        if only is not None and department not in only:
            continue
        kinds = owed[department]
        kept = issue(workspace, file, blank.workbook(kinds, department, year))
        written.append(Form(department, file, tuple(kind.name for kind in kinds), kept))
    return written
