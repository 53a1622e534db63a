"""The samples and the template are what their scripts write: a changed column is a change of the script."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import ROOT

from tests.make import half_template, profile_templates, samples, samples_profiles, template


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("samples")
    samples.write(target)
    samples_profiles.write(target)
    return target


def files(folder: Path) -> dict[str, Path]:
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.is_file() and "output" not in file.relative_to(folder).parts
    }


def content(file: Path) -> object:
    """The parts of a zip, which another zlib may pack otherwise, or the bytes of any other file."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_samples_are_what_the_script_writes(written: Path) -> None:
    there, made = files(ROOT / "samples"), files(written)
    assert set(there) == set(made)
    assert [name for name in there if content(there[name]) != content(made[name])] == []


def test_the_template_is_what_the_script_writes() -> None:
    assert (ROOT / "templates/rule-of-law/report.docx").read_bytes() == template.template()
    assert half_template.FILE.read_bytes() == half_template.template()


@pytest.mark.parametrize("name", profile_templates.TEMPLATES)
def test_the_template_of_each_other_profile_is_what_its_script_writes(name: str) -> None:
    assert (ROOT / "templates" / name / "report.docx").read_bytes() == profile_templates.template(name)


def test_the_headings_of_the_template_have_words_own_names() -> None:
    """By which alone LibreOffice's HTML, mammoth and pandoc know a heading."""
    document = docx.Document(str(ROOT / "templates/rule-of-law/report.docx"))
    level = {"一": "Heading 1", "（": "Heading 2", "1": "Heading 3"}
    numbered = {
        text: name
        for text, name in ((p.text, p.style and p.style.name) for p in document.paragraphs)
        if re.match(r"[一二三四五]、|（[一二三四五]）|[1-9]\.", text)
    }
    assert len(numbered) == 28
    assert set(numbered.values()) == set(level.values())
    for text, name in numbered.items():
        assert name == level["1" if text[0].isdigit() else "（" if text[0] == "（" else "一"]
    assert all(
        name.partition(" ")[0] != "Heading"
        for name in (p.style.name for p in document.paragraphs if p.style and p.text not in numbered)
        if name
    )


def test_the_samples_come_in_three_formats() -> None:
    for year in ("2022", "2023"):
        suffixes = [file.suffix for file in files(ROOT / "samples" / year).values()]
        assert (suffixes.count(".xls"), suffixes.count(".ods")) == (1, 1)
        assert suffixes.count(".xlsx") >= 10
