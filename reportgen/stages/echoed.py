"""Stage 2: the ledger of a county -> a warning of what its report prints of several bodies' departments word by word the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportgen.characters import plain
from reportgen.expressions import expression
from reportgen.ledger.reading import Ledger
from reportgen.model import Finding, Profile
from reportgen.prose.printed import Text, printed_texts
from reportgen.rules import finding
from reportgen.word.tags import scan

_BY_CHANCE = 12  # signs of a text: a shorter one may well be the same
_SENTENCE = expression("[，。；]")  # names and titles have none, and may be the same anywhere
_NAMED = 3


def echoed(
    ledger: Ledger, profile: Profile, year: int, copied: Collection[tuple[str, str]] = ()
) -> Iterator[Finding]:
    """Yield the warnings: one for the texts of a column that the same other bodies have, at the first of them. What stands in files
    and sheets that are `copied` whole is told there, the sheet of a file being empty.
    """
    tags = [tag for line in profile.lines for tag in scan(line)]
    units = {each.file: each.unit for each in ledger.origins(year)}
    same: dict[str, list[Text]] = {}
    for each in printed_texts(ledger, profile, tags, year):
        told = (each.place.file, "") in copied or each.place[:2] in copied
        if len(each.text) >= _BY_CHANCE and _SENTENCE.search(each.text) and not told:
            same.setdefault(plain(each.text), []).append(each)
    groups: dict[tuple[str, ...], list[Text]] = {}
    for texts in same.values():
        first, place = texts[0], texts[0].place
        bodies = dict.fromkeys(units.get(each.place.file, "") for each in texts)
        others = [each for each in bodies if each != units.get(place.file, "")]
        if others:
            groups.setdefault((place.file, place.sheet, first.field, *others), []).append(first)
    for (file, _, field, *others), texts in groups.items():
        named = "、".join(others[:_NAMED]) + (f"等{len(others)}个单位" if len(others) > _NAMED else "")
        many = f"有{len(texts)}段" if len(texts) > 1 else "这段文字"
        message = f"{field}{many}与{named}的一字不差，合起来的报告里要印{len(others) + 1}次"
        department = f"{units.get(file, '')}{texts[0].department}"
        yield finding("FIG010", message, texts[0].place, department=department)
