"""A profile without mistakes -> a text to remember it by, and back: what has been checked need not be checked again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from reportgen.aliases import Alias, Years
from reportgen.ledger.sql import ENGINE
from reportgen.model import Check, Field, FigureDefinition, Finding, Kind, Parameter, Place, Profile
from reportgen.profile import check_files, papers, parameters

PROGRAM = Path(__file__).parent.parent
LIBRARIES = Path(getattr(PathFinder.find_spec("yaml"), "origin", __file__)).parent.parent
FILES = ("sheets.yaml", "figures.yaml")  # beside the template, of which each paper has its own


def stamp(folder: Path, settings: Mapping[str, Any], paper: str = papers.FIRST) -> str:
    """Return a digest of all that a profile's check hangs on: its files, the settings that its template may print, the
    program, the libraries beside it, and SQLite, which compiles its SQL; without a paper, of what hangs on no template. Empty
    where a file cannot be read.
    """
    digest = hashlib.sha256(json.dumps([ENGINE, settings, _program(PROGRAM)], sort_keys=True).encode())
    try:
        for name in (*FILES, *filter(None, [paper]), *_optional(folder), *check_files.names(folder)):
            content = (folder / name).read_bytes()
            digest.update(b"%s %d %b" % (name.encode(), len(content), content))
    except OSError:
        return ""
    return digest.hexdigest()


def digest_of(settings: Mapping[str, Any]) -> str:
    """Return a digest of settings that a report prints."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def stamp_of_file(file: Path) -> str:
    """Return a digest of a file and of the program that reads it; empty where it cannot be read."""
    try:
        return hashlib.sha256(json.dumps(_program(PROGRAM)).encode() + file.read_bytes()).hexdigest()
    except OSError:
        return ""


def stamps(folder: Path, settings: Mapping[str, Any]) -> list[str]:
    """Return the stamps of all papers of a profile."""
    return [stamp(folder, settings, papers.file_of(each)) for each in ("", *papers.others(folder))]


def _optional(folder: Path) -> list[str]:
    """The files that a profile may do without, where it has them."""
    return [name for name in (parameters.FILE,) if (folder / name).exists()]


@cache
def _program(folder: Path) -> list[object]:
    """The modules of the program in a folder and the installed libraries with their versions, which a process has loaded as they were."""
    libraries = sorted(each.name for each in os.scandir(LIBRARIES) if each.name.endswith(".dist-info"))
    return [libraries, *sorted(_modules(folder))]


def _modules(folder: Path) -> Iterable[tuple[str, int, int]]:
    """The program's modules, each with its size and when it was changed."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _modules(Path(entry.path))
        elif entry.name.endswith(".py"):
            yield entry.path, entry.stat().st_size, entry.stat().st_mtime_ns


def to_text(profile: Profile) -> str:
    """Return a profile, but for its template and the bodies of the settings, as text."""
    reads = {name: sorted(each) for name, each in profile.reads.items()}
    keys = {name: each for name, each in _keys(profile).items() if name not in ("bodies", "beside")}
    return json.dumps({**keys, "template": "", "reads": reads}, ensure_ascii=False, default=_keys)


def _keys(declared: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, as they are: `asdict` copies all that is in them first."""
    return {each.name: getattr(declared, each.name) for each in fields(declared)}


def from_text(text: str, template: bytes) -> Profile:
    """Return the profile that a text was made of."""
    declared = json.loads(text)
    return Profile(
        name=declared["name"],
        kinds={name: _kind(keys) for name, keys in declared["kinds"].items()},
        figures={name: _definition(keys) for name, keys in declared["figures"].items()},
        checks={code: _check(keys) for code, keys in declared["checks"].items()},
        reads={name: frozenset(map(tuple, each)) for name, each in declared["reads"].items()},
        template=template,
        digest=declared["digest"],
        doubts=tuple(map(_doubt, declared["doubts"])),
        lines=tuple(declared["lines"]),
        named=tuple(declared["named"]),
        off={code: _check(keys) for code, keys in declared["off"].items()},
        paper=declared["paper"],
        parameters={name: Parameter(**keys) for name, keys in declared["parameters"].items()},
        aliases=tuple(Alias(name, of, Years(*years)) for name, of, years in declared["aliases"]),
    )


def _doubt(keys: dict[str, Any]) -> Finding:
    return Finding(**{**keys, "place": Place(*keys["place"]), "suspects": tuple(keys["suspects"])})


def _kind(keys: dict[str, Any]) -> Kind:
    fields = {
        name: Field(**{**field, **{key: tuple(field[key]) for key in ("enum", "aliases", "only")}})
        for name, field in keys["fields"].items()
    }
    years = {owner: Years(*each) for owner, each in keys["years"].items()}
    return Kind(**{**keys, "owners": tuple(keys["owners"]), "fields": fields, "years": years})


def _check(keys: dict[str, Any]) -> Check:
    return Check(**{**keys, "each": tuple(keys["each"]), "parameters": tuple(keys["parameters"])})


def _definition(keys: dict[str, Any]) -> FigureDefinition:
    ratio = tuple(keys["ratio"]) if keys["ratio"] else None
    lists = {key: tuple(keys[key]) for key in ("rows", "parameters", "held")}
    columns = tuple((heading, figure) for heading, figure in keys["columns"])
    return FigureDefinition(**{**keys, **lists, "ratio": ratio, "columns": columns})
