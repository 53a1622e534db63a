"""A copy of a profile, what it was when it was copied, and what comes along today -> what differs, and who changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal, NamedTuple

from reportgen.profile import check_files
from reportgen.profile.yaml_files import read_yaml

Change = Literal["added", "removed", "changed"]
Who = Literal["here", "upstream", "both", "unknown"]
_Entries = Mapping[str, Any]
_NOTHING = object()


class Difference(NamedTuple):
    """One thing that a copy and what comes along have otherwise: a file, an entry or a paragraph of it, who has changed it
    since it was copied, and how it stands here against there. `unknown` is who, where nobody knows what it was. `title` is
    what an entry calls itself, `keys` what of it is otherwise.
    """

    file: str
    entry: str
    who: Who
    change: Change
    title: str = ""
    keys: tuple[str, ...] = ()


def differences(own: Path, original: Path | None, shipped: Path) -> list[Difference]:
    """Return what differs, by file and in it by entry, or by paragraph of a Word file; `original` is what the copy was.

    A check is the same whichever file it stands in.
    """
    names = {each.name for folder in (own, shipped) for each in folder.iterdir() if _counts(each)}
    checks = {name for folder in (own, shipped) for name in check_files.names(folder)}
    found = [each for name in sorted(names - checks) for each in _of_file(name, own, original, shipped)]
    return found + list(_of_checks(sorted(checks), own, original, shipped))


def _of_checks(names: Sequence[str], own: Path, original: Path | None, shipped: Path) -> Iterator[Difference]:
    ours, theirs = check_files.codes(own), check_files.codes(shipped)
    base = check_files.codes(original) if original else None
    whole = ours is None or theirs is None
    if ours is not None and theirs is not None:
        said = [{code: keys for code, (_, keys) in each.items()} for each in (ours, base or {}, theirs)]
        for each in _of_entries("", said[0], None if base is None else said[1], said[2]):
            yield each._replace(file=(ours.get(each.entry) or theirs[each.entry])[0])
    for name in names:  # the files that cannot be read, or say the same in other words
        if whole or (_bytes(own / name) and _entries(own / name) == _entries(shipped / name)):
            yield from _of_file(name, own, original, shipped)


def _counts(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((".", "~$"))


def _of_file(name: str, own: Path, original: Path | None, shipped: Path) -> Iterator[Difference]:
    ours, base, theirs = (_bytes(folder / name) if folder else None for folder in (own, original, shipped))
    if ours == theirs:
        return
    readers: dict[str, Callable[[Path], Any]] = {".yaml": _entries, ".docx": _paragraphs}
    read = readers.get(Path(name).suffix)
    if read and ours is not None and theirs is not None:
        left, right = read(own / name), read(shipped / name)
        middle = read(original / name) if original and base is not None else None
        if left is not None and right is not None:
            found = list(
                _of_paragraphs(name, left, middle, right)
                if name.endswith(".docx")
                else _of_entries(name, left, middle, right)
            )
            yield from found or [
                Difference(
                    name, "（内容相同，只是写法、格式不同）", _who(ours, base, theirs, original), "changed"
                )
            ]
            return
    yield Difference(name, "", _who(ours, base, theirs, original), _how(ours, theirs))


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _who(ours: object, base: object, theirs: object, known: object) -> Who:
    """Who has changed what is otherwise in a copy and in what comes along."""
    if not known:
        return "unknown"
    if ours == base:
        return "upstream"
    return "here" if theirs == base else "both"


def _how(ours: object, theirs: object) -> Change:
    """How a copy stands against what comes along."""
    if theirs is None or theirs is _NOTHING:
        return "added"
    return "removed" if ours is None or ours is _NOTHING else "changed"


def _of_entries(name: str, ours: _Entries, base: _Entries | None, theirs: _Entries) -> Iterator[Difference]:
    for entry in dict.fromkeys([*ours, *theirs]):
        left, right = ours.get(entry, _NOTHING), theirs.get(entry, _NOTHING)
        if left != right:
            middle = (base or {}).get(entry, _NOTHING)
            who, how = _who(left, middle, right, base is not None), _how(left, right)
            yield Difference(name, entry, who, how, *_told(left, right))


def _told(ours: object, theirs: object) -> tuple[str, tuple[str, ...]]:
    """What an entry calls itself, and the keys under which it says other things on both sides."""
    left, right = (each if isinstance(each, dict) else {} for each in (ours, theirs))
    keys = dict.fromkeys((*left, *right)) if left and right else {}
    title = left.get("title", right.get("title", ""))
    return str(title), tuple(key for key in keys if left.get(key) != right.get(key))


def _entries(file: Path) -> _Entries | None:
    """The entries of a YAML file by their names, such as 行政复议.案号; None for one that cannot be read."""
    declared, wrong = read_yaml(file, file.name)
    if wrong or not isinstance(declared.data, dict):
        return None
    return dict(_named(declared.data, file.name))


def _named(data: Mapping[str, Any], file: str) -> Iterator[tuple[str, Any]]:
    """Each entry of a file: a sheet and its columns, a figure within its group, a check."""
    for name, said in data.items():
        if file == "figures.yaml" and isinstance(said, dict):
            yield from ((f"{name}.{each}", keys) for each, keys in said.items())
        elif isinstance(said, dict) and isinstance(said.get("fields"), dict):
            yield name, {key: value for key, value in said.items() if key != "fields"}
            yield from ((f"{name}.{each}", keys) for each, keys in said["fields"].items())
        else:
            yield name, said


def _paragraphs(file: Path) -> Sequence[str] | None:
    """The texts of a Word file's paragraphs; None for one that cannot be read."""
    from reportgen.word.package import NotWordError
    from reportgen.word.said import paragraphs

    try:
        return paragraphs(file.read_bytes(), properties=False)
    except (NotWordError, OSError):
        return None


def _of_paragraphs(
    name: str, ours: Sequence[str], base: Sequence[str] | None, theirs: Sequence[str]
) -> Iterator[Difference]:
    """The paragraphs that a copy has otherwise: those of which both sides have made something else are told as such."""
    if base is None:
        yield from (
            _paragraph(name, each, "unknown", each[2] if each[2] else ()) for each in _hunks(theirs, ours)
        )
        return
    here, upstream = _hunks(base, ours), _hunks(base, theirs)
    both = [each for each in here if any(_meet(each, other) and each != other for other in upstream)]
    same = [each for each in here if each in upstream]
    yield from (
        _paragraph(name, each, "both" if each in both else "here", each[2])
        for each in here
        if each not in same
    )
    for each in upstream:
        if each not in same and not any(_meet(each, other) for other in both):
            yield _paragraph(name, each, "upstream", each[2])


_Hunk = tuple[
    range, tuple[str, ...], tuple[str, ...]
]  # the place in the one, its texts there, and the other's


def _hunks(one: Sequence[str], other: Sequence[str]) -> list[_Hunk]:
    """The changes from one list of texts to another; as many for as many are a change each."""
    found: list[_Hunk] = []
    for tag, first, last, left, right in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "replace" and last - first == right - left:
            found += (
                (range(first + at, first + at + 1), (one[first + at],), (other[left + at],))
                for at in range(last - first)
            )
        elif tag != "equal":
            found.append((range(first, last), tuple(one[first:last]), tuple(other[left:right])))
    return found


def _meet(one: _Hunk, other: _Hunk) -> bool:
    """Whether two changes are of the same paragraphs, or put something in at the same place."""
    first, second = one[0], other[0]
    return first == second or (first.start < second.stop and second.start < first.stop)


def _paragraph(name: str, hunk: _Hunk, who: Who, now: Sequence[str]) -> Difference:
    change: Change = "changed" if hunk[1] and hunk[2] else "added" if hunk[2] else "removed"
    if who == "upstream":  # as it stands here, the other way round
        change = {"added": "removed", "removed": "added"}.get(change, "changed")  # type: ignore[assignment]
    return Difference(name, (now or hunk[1])[0], who, change)
