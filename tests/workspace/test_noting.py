"""What a collection leaves in the ledger about the files on the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.ledger import reading
from reportgen.pipeline import Project
from reportgen.workspace.arrivals import stamp_of
from tests.make.cases_files import pack

TABLE = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n{0} | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    for name in ("2022/司法所/旧.xlsx", "2023/司法所/新.xlsx"):
        write_xlsx(tmp_path / "来件" / name, TABLE.format(name))
    (tmp_path / "来件/2023/空.zip").write_bytes(pack({}))
    (tmp_path / "来件/2023/司法所.zip").write_bytes(pack({"说明.txt": b"x", "图.png": b"y"}))
    return pipeline.open_project(tmp_path)


def files(project: Project) -> dict[str, tuple[object, str]]:
    with reading.open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        return dict(ledger.files())


def test_each_file_is_noted_and_an_archive_as_one_whatever_is_in_it(project: Project) -> None:
    pipeline.collect(project)
    root = project.workspace.root
    names = [
        f"来件/{each}"
        for each in ("2022/司法所/旧.xlsx", "2023/司法所/新.xlsx", "2023/司法所.zip", "2023/空.zip")
    ]
    assert files(project) == {
        name: (
            stamp_of((root / name).stat()),
            hashlib.sha256((root / name).read_bytes()).hexdigest(),
        )
        for name in names
    }


def test_a_file_that_left_is_forgotten_and_one_of_another_year_is_not(project: Project) -> None:
    pipeline.collect(project)
    for name in ("2022/司法所/旧.xlsx", "2023/司法所/新.xlsx"):
        (project.workspace.inbox / name).unlink()
    pipeline.collect(project, year=2023)
    assert "来件/2022/司法所/旧.xlsx" in files(project)
    assert "来件/2023/司法所/新.xlsx" not in files(project)
    pipeline.collect(project)
    assert "来件/2022/司法所/旧.xlsx" not in files(project)


def test_of_a_year_only_its_files_are_noted(project: Project) -> None:
    pipeline.collect(project, year=2023)
    assert "来件/2022/司法所/旧.xlsx" not in files(project)
    pipeline.collect(project, [project.workspace.inbox / "2022"], 2023)
    assert "来件/2022/司法所/旧.xlsx" not in files(project), "which was not read, as of another year"


def test_a_file_that_changes_while_it_is_collected_is_seen_afterwards(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stamp is of when it was found; the ledger has what was read, or the archive what was in it."""
    from reportgen.workspace import incoming

    archive = project.workspace.inbox / "2023/司法所.zip"
    pipeline.collect(project)
    unpacked = incoming.unpacked

    def late(*arguments: object) -> object:
        found = unpacked(*arguments)  # type: ignore[arg-type]
        archive.write_bytes(pack({"说明.txt": b"another", "图.png": b"y"}))
        return found

    archive.write_bytes(pack({"说明.txt": b"z", "图.png": b"y"}))
    monkeypatch.setattr(incoming, "unpacked", late)
    pipeline.collect(project)
    assert files(project)["来件/2023/司法所.zip"][1] == ""
    assert "FIL020" in {each.code for each in pipeline.validate(project, 2023)[1]}
    monkeypatch.undo()
    pipeline.collect(project)
    assert "FIL020" not in {each.code for each in pipeline.validate(project, 2023)[1]}
