"""Each issued report is kept once, and found again by what it says of itself."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportgen.word import manifest
from reportgen.word.manifest import Manifest
from reportgen.word.marks import Printed
from reportgen.word.package import unpack
from reportgen.workbook.zipped import pack
from reportgen.workspace import settings
from reportgen.workspace.issued_copies import copies, keep
from reportgen.workspace.settings import Workspace
from tests.word.test_document import save

ONE = Manifest("某镇", "2023", "底", (Printed("甲.总数", "12"),))
OTHER = ONE._replace(figures=(Printed("甲.总数", "13"),))


def report(text: str, said: Manifest | None) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    package = unpack(save(document))
    return pack(manifest.add(package, said) if said else package.parts)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    loaded, _ = settings.load(tmp_path)
    assert loaded
    return loaded


def test_a_report_is_found_by_what_it_says_of_itself(workspace: Workspace) -> None:
    one, other = report("一", ONE), report("二", OTHER)
    keep(workspace, 2023, one)
    keep(workspace, 2023, other)
    assert copies(workspace, 2023, ONE) == [one]
    assert copies(workspace, 2023, OTHER) == [other]
    assert copies(workspace, 2022, ONE) == []


def test_reports_of_which_nothing_is_known_are_all_that_were_issued(workspace: Workspace) -> None:
    one, other = report("一", ONE), report("二", OTHER)
    for year, each in ((2023, one), (2023, other), (2022, one)):
        keep(workspace, year, each)
    assert sorted(copies(workspace, 2023, None)) == sorted([one, other])


def test_two_templates_may_print_the_same_figures(workspace: Workspace) -> None:
    one, other = report("一", ONE), report("二", ONE)
    for _ in range(2):
        keep(workspace, 2023, one)
        keep(workspace, 2023, other)
    assert sorted(copies(workspace, 2023, ONE)) == sorted([one, other])


def test_what_says_nothing_of_itself_is_not_kept(workspace: Workspace) -> None:
    keep(workspace, 2023, report("一", None))
    assert copies(workspace, 2023, None) == []


def test_a_disk_that_takes_no_copy_holds_up_no_report(workspace: Workspace) -> None:
    workspace.ledger.parent.mkdir()
    workspace.ledger.with_name(f"{workspace.ledger.name}-留底").write_text("这里是文件", encoding="utf-8")
    keep(workspace, 2023, report("一", ONE))
    assert copies(workspace, 2023, ONE) == []
