"""The ledger's place: a folder that its owner alone may open. A ledger from where older versions put it is moved there."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reportgen.ledger.file import settled
from reportgen.workspace.settings import LEDGER, Workspace

_SHARDS = ".底账-*"  # which a killed run of an older version left beside its ledger


def settle(workspace: Workspace) -> tuple[Workspace, str]:
    """Move a ledger from the outputs to its own folder; return the workspace, and a sentence where this was done.

    Where it cannot be moved it is used where it lies. Raises CannotRun while another process uses it.
    """
    old, new = workspace.output / LEDGER.name, workspace.ledger
    if not workspace.ledger_apart or new.exists() or not old.is_file():
        return workspace, ""
    try:
        prepare(workspace)
        settled(old)  # first: a journal lies by its ledger's name, and neither is whole without the other
        _move(old, new)
    except OSError:
        return replace(workspace, ledger=old), ""
    with suppress(OSError):
        for left in old.parent.glob(_SHARDS):
            left.unlink()
    shown = f"“{workspace.name_of(old)}”", f"“{workspace.name_of(new)}”"
    if old.exists():
        return (
            workspace,
            f"底账已从{shown[0]}复制到{shown[1]}，原处的那一份删不掉；里面有个人信息，请自行删除",
        )
    return workspace, f"底账已从{shown[0]}移到{shown[1]}，内容没有变；这个文件夹只有你自己能打开"


def _move(old: Path, new: Path) -> None:
    """Move a file whole or not at all; where it must be copied and cannot be removed, it stays. Raises OSError."""
    import shutil

    try:
        os.rename(old, new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = new.with_name(f".{new.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(old, part)
            os.replace(part, new)
        finally:
            part.unlink(missing_ok=True)
        with suppress(OSError):
            old.unlink()
    with suppress(OSError):
        new.chmod(0o600)


def prepare(workspace: Workspace) -> None:
    """Make the ledger's own folder, which nobody else may open; another that the settings name stays as it is.

    Raises OSError.
    """
    folder = workspace.ledger.parent
    if workspace.ledger_apart:
        (workspace.root / LEDGER.parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            with suppress(OSError):  # another's folder, which he has opened to us
                folder.chmod(0o700)
