"""A checked profile and the settings that it was checked with -> remembered with the ledger, that neither be read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reportgen.profile import compiled
from reportgen.workspace.settings import LEDGER, SETTINGS, Workspace, parsed

if TYPE_CHECKING:
    from reportgen.ledger.writing import WritableLedger
    from reportgen.model import Profile


def remember(workspace: Workspace, profile: Profile, stamp: str, ledger: WritableLedger) -> None:
    """Let a ledger know a profile that was checked under a stamp, and the settings' file where `settings.load` looks for it
    here; for the bodies that of their county does. Raises CannotRun.
    """
    if not stamp or workspace.body:
        return
    settings = _stamp(workspace)
    if ledger.remembers(stamp) and (not settings or ledger.remembers(settings)):
        return
    beside = [settings, *compiled.stamps(workspace.profile, workspace.declared)]
    ledger.remember(stamp, compiled.to_text(profile), beside)
    if settings:
        ledger.remember(settings, _text(workspace, settings), [*beside, stamp])


def _stamp(workspace: Workspace) -> str:
    if workspace.ledger != workspace.root / LEDGER:
        return ""
    return compiled.stamp_of_file(workspace.root / SETTINGS)


def _text(workspace: Workspace, known: str) -> str:
    """What the settings' file declares; nothing where it has just been changed, or a text cannot hold it."""
    data, findings = parsed(workspace.root)
    text = json.dumps(data, ensure_ascii=False, default=str)
    return text if known == _stamp(workspace) and not findings and json.loads(text) == data else ""
