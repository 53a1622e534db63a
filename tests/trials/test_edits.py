"""The trial by edits, in small: what the edits come to, and that a missed change and a false accusation are seen."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import Figure
from reportgen.pipeline import Project
from reportgen.verification.tokens import same_value
from reportgen.word.marks import read as read_mark
from reportgen.word.package import W, parse, serialise, unpack
from reportgen.workbook.zipped import pack
from tests.trials import edits
from tests.trials.edits import KINDS, Edit, Spot


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    opened = pipeline.open_project(copy_samples(tmp_path_factory.mktemp("edits")))
    pipeline.collect(opened)
    return opened


@pytest.fixture(scope="module")
def report(project: Project) -> bytes:
    file = pipeline.render(project, 2023).file
    assert file
    return file.read_bytes()


@pytest.fixture(scope="module")
def figures(project: Project) -> Mapping[str, Figure]:
    return {each.definition.full_name: each for each, _ in pipeline.counted(project, 2023)[0]}


@pytest.fixture(scope="module")
def spots(report: bytes) -> Sequence[Spot]:
    return edits.spots_of(report)


def typed(report: bytes, folder: Path, spot: Spot, text: str) -> Path:
    """The report in which this stands in the place of a figure, within its mark."""
    package = unpack(report)
    (body, *_) = package.find("正文")
    root = parse(body, package.parts[body])
    mark = next(each for each in root.iter(W + "bookmarkStart") if each.get(W + "name") == spot.mark)
    run = mark.getnext()
    assert run is not None
    next(run.iter(W + "t")).text = text
    (folder / "改.docx").write_bytes(pack({**package.parts, body: serialise(root)}))
    return folder / "改.docx"


def test_every_figure_of_the_body_is_a_spot_with_its_mark(spots: Sequence[Spot]) -> None:
    assert len(spots) > 40
    assert all(re.search(r"\d|[一-鿿]", each.said) and read_mark(each.mark) for each in spots)
    assert len({each.mark for each in spots}) == len(spots)


def test_edits_are_of_every_kind_and_the_same_for_a_seed(spots: Sequence[Spot]) -> None:
    made = list(edits.edits(spots, 3 * (len(KINDS) + 1), 7))
    assert made == list(edits.edits(spots, len(made), 7))
    assert {each.do["kind"] for each in made} == {
        each.__name__ for each in KINDS if each is not edits.scaled
    } | {"replace"}
    assert {each.do["recorded"] for each in made} == {True, False}
    assert all(each.do["mark"] in {spot.mark for spot in spots} for each in made)


def test_another_number_is_another_one() -> None:
    chance = random.Random(1)
    for said in ("1", "121", "98.5%", "比上年增长23.5%"):
        assert all(not same_value(said, edits.other(said, chance)) for _ in range(50))


@pytest.mark.parametrize("at", [0, 7, 19, 33])
def test_a_retyped_figure_is_neither_missed_nor_another_accused(
    at: int,
    project: Project,
    report: bytes,
    figures: Mapping[str, Figure],
    spots: Sequence[Spot],
    tmp_path: Path,
) -> None:
    spot = spots[at]
    edit = edits.over(spot, random.Random(at))
    file = typed(report, tmp_path, spot, edit.do["text"])
    lost, false = edits.wrong(spots, edit, edits.verified(project, figures, file))
    assert (lost, false) == ({}, {})


def test_a_missed_change_and_a_false_accusation_are_seen(
    project: Project, report: bytes, figures: Mapping[str, Figure], spots: Sequence[Spot], tmp_path: Path
) -> None:
    edit = edits.over(spots[0], random.Random(1))
    untouched = typed(report, tmp_path, spots[0], spots[0].said)
    lost, false = edits.wrong(spots, edit, edits.verified(project, figures, untouched))
    assert (lost.total(), false.total()) == (1, 0)
    file = typed(report, tmp_path, spots[0], edit.do["text"])
    lost, false = edits.wrong(spots, Edit({}), edits.verified(project, figures, file))
    assert (lost.total(), false.total()) == (0, 1)
