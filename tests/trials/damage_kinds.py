"""The ways in which a workbook can be damaged, each a function of chance and a sound workbook -> bytes."""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import TypeVar

from tests.trials.damage_sources import FORMATS, Entry, Source, deflated, pack, record

T = TypeVar("T")
ZIPPED, XML = ("xlsx", "ods", "xlsb"), ("xlsx", "ods")
_TAG = re.compile(rb"<[^>]+>")
_ATTRIBUTE = re.compile(rb'\s[\w:]+="[^"]*"')
_CELL = re.compile(rb'<c r="[A-Z]+\d+"')
_NUMBER = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)( t="\w+")?>(.*?)</c>', re.DOTALL)
_CELLS = re.compile(rb"(<sheetData>)(.*)(</sheetData>)", re.DOTALL)


class Chance(Random):
    """The draws for one file. `turn` counts the files of its kind from 0; `heavy` is how large a bomb unpacks, in bytes."""

    turn = 0
    heavy = 300 * 2**20

    def variant(self, choices: Sequence[T]) -> T:
        """Return one choice after the other, so that each has its turn."""
        return choices[self.turn % len(choices)]


Damage = Callable[[Chance, Source], bytes]


@dataclass(frozen=True)
class Kind:
    """A kind of damage: the formats it befalls, and how many files of it are enough."""

    damage: Damage
    formats: tuple[str, ...]
    most: int | None


KINDS: dict[str, Kind] = {}


def befalls(*formats: str, most: int | None = None) -> Callable[[Damage], Damage]:
    def register(damage: Damage) -> Damage:
        KINDS[damage.__name__.replace("_", "-")] = Kind(damage, formats, most)
        return damage

    return register


# any file


@befalls(*FORMATS)
def undamaged(chance: Chance, source: Source) -> bytes:
    return source.content


@befalls(*FORMATS)
def bytes_flipped(chance: Chance, source: Source) -> bytes:
    content = bytearray(source.content)
    for _ in range(chance.randint(1, 64)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


@befalls(*FORMATS)
def truncated(chance: Chance, source: Source) -> bytes:
    return source.content[: chance.randrange(len(source.content))]


@befalls(*FORMATS)
def block_lost(chance: Chance, source: Source) -> bytes:
    """A block of a disk that reads as zeros, or is not there."""
    at = 512 * chance.randrange(len(source.content) // 512 + 1)
    block = chance.variant((bytes(512), b"", b"\xff" * 512))
    return source.content[:at] + block + source.content[at + 512 :]


@befalls(*FORMATS)
def wrapped(chance: Chance, source: Source) -> bytes:
    """Something before or behind the file, or the file twice."""
    more = chance.randbytes(chance.randint(1, 4096))
    return chance.variant(
        (more + source.content, source.content + more, source.content * 2, source.content + bytes(100_000))
    )


# the zip


@befalls(*ZIPPED)
def part_removed(chance: Chance, source: Source) -> bytes:
    lost = chance.choice(source.entries)
    return pack(entry for entry in source.entries if entry is not lost)


@befalls(*ZIPPED)
def part_emptied(chance: Chance, source: Source) -> bytes:
    return source.changed({chance.choice(list(source.parts)): b""})


@befalls(*ZIPPED)
def part_duplicated(chance: Chance, source: Source) -> bytes:
    twice = chance.choice(source.entries)
    again = chance.variant((twice, deflated(twice.name, b""), replace(twice, name=twice.name.upper())))
    return pack(chance.variant(([again, *source.entries], [*source.entries, again])))


@befalls(*ZIPPED)
def parts_swapped(chance: Chance, source: Source) -> bytes:
    one, other = chance.sample(list(source.parts), 2)
    return source.changed({one: source.parts[other], other: source.parts[one]})


@befalls(*ZIPPED)
def part_filled(chance: Chance, source: Source) -> bytes:
    """Random bytes, packed soundly, in the place of some of a part."""
    name = chance.choice(list(source.parts))
    content = source.parts[name]
    at = chance.randrange(len(content))
    return source.changed({name: content[:at] + chance.randbytes(chance.randint(1, 200)) + content[at:]})


@befalls(*ZIPPED)
def zip_lies(chance: Chance, source: Source) -> bytes:
    """Headers that say something else than what is there."""
    part = chance.choice(source.entries)
    lies: list[Entry] = [
        replace(part, local_size=chance.randrange(2**32)),
        replace(part, size=chance.choice((0, 1, part.size - 1, part.size + 1, 2**31, 2**32 - 1))),
        replace(part, size=2**32 - 2, local_size=2**32 - 2),
        replace(part, packed_size=chance.choice((0, 1, len(part.packed) + 5, 2**32 - 1))),
        replace(part, crc=part.crc ^ 1),
        replace(part, method=chance.choice((0, 1, 9, 12, 14, 93, 99, 65535))),
        replace(part, flags=chance.choice((1, 8, 0x40, 0x2000, 0xFFFF))),
        replace(part, local_name=chance.choice(("", "x", "../" * 5 + "etc/passwd", "x" * 60_000))),
        replace(part, name=chance.choice(("", "/", "../" + part.name, "\0", part.name + "/", "甲" * 20_000))),
    ]
    lie = chance.variant(lies)
    return pack([lie if entry is part else entry for entry in source.entries])


@befalls(*ZIPPED)
def directory_lies(chance: Chance, source: Source) -> bytes:
    """A table of contents, at the end of the zip, that counts or points wrongly."""
    content = bytearray(pack(source.entries, comment=chance.randbytes(chance.choice((0, 0, 22, 60_000)))))
    end = content.rindex(b"PK\5\6")
    field, size = chance.variant(((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)))
    content[end + field : end + field + size] = chance.choice(
        (bytes(size), b"\xff" * size, chance.randbytes(size))
    )
    return bytes(content)


@befalls(*ZIPPED, most=1)
def many_parts(chance: Chance, source: Source) -> bytes:
    """As many parts as a zip can name."""
    empty = deflated("x", b"")
    return pack([*source.entries, *(replace(empty, name=f"xl/{n}.xml") for n in range(65_000))])


# XML, wherever it stands


def _some_part(chance: Chance, source: Source) -> str:
    """A part of XML; mostly the one with the cells."""
    xml = [name for name in source.parts if name.endswith((".xml", ".rels"))]
    return chance.choice(source.sheets() if chance.random() < 0.6 else xml)


def _rewritten(
    chance: Chance,
    source: Source,
    name: str,
    pattern: re.Pattern[bytes],
    change: Callable[[re.Match[bytes]], bytes],
    most: int = 8,
) -> bytes:
    """The workbook with up to `most` of the matches in a part changed."""
    content = source.parts[name]
    matches = list(pattern.finditer(content))
    chosen = chance.sample(matches, min(len(matches), chance.randint(1, most)))
    for match in sorted(chosen, key=lambda each: -each.start()):
        content = content[: match.start()] + change(match) + content[match.end() :]
    return source.changed({name: content})


@befalls(*XML)
def tags_dropped(chance: Chance, source: Source) -> bytes:
    return _rewritten(chance, source, _some_part(chance, source), _TAG, lambda _: b"")


@befalls(*XML)
def tags_repeated(chance: Chance, source: Source) -> bytes:
    return _rewritten(chance, source, _some_part(chance, source), _TAG, lambda match: match[0] * 2)


@befalls(*XML)
def tags_renamed(chance: Chance, source: Source) -> bytes:
    """One name of an element changed throughout a part, so that the part stays well formed."""
    name = _some_part(chance, source)
    content = source.parts[name]
    names = sorted({match[1] for match in re.finditer(rb"<([\w:]+)", content)})
    gone = re.escape(chance.choice(names)) if names else b"?"
    return source.changed({name: re.sub(rb"(</?)" + gone + rb"(?=[\s/>])", rb"\1x", content)})


@befalls(*XML)
def attributes_deleted(chance: Chance, source: Source) -> bytes:
    return _rewritten(chance, source, _some_part(chance, source), _ATTRIBUTE, lambda _: b"")


@befalls(*XML)
def attributes_odd(chance: Chance, source: Source) -> bytes:
    values = (
        b"",
        b"-1",
        b"4294967296",
        b"99999999999999999999",
        b"NaN",
        b"\xe7\x94\xb2",
        b"&lt;",
        b"1e9",
        b"true",
    )
    return _rewritten(
        chance,
        source,
        _some_part(chance, source),
        _ATTRIBUTE,
        lambda match: match[0].partition(b"=")[0] + b'="' + chance.choice(values) + b'"',
    )


@befalls(*XML)
def entities(chance: Chance, source: Source) -> bytes:
    odd = (
        b"&nbsp;",
        b"&",
        b"&#0;",
        b"&#xFFFFFFFF;",
        b"&#xD800;",
        b"&#;",
        b"&;",
        b"&#x1F600;",
        b"&amp;amp;",
        b"&a",
    )
    return _rewritten(
        chance,
        source,
        _some_part(chance, source),
        re.compile(rb"(?<=>)[^<]+"),
        lambda m: m[0] + chance.choice(odd),
    )


@befalls(*XML)
def nested_deep(chance: Chance, source: Source) -> bytes:
    """Thousands of elements, one in the other; the tags of the part itself, or unknown ones."""
    name, depth = _some_part(chance, source), chance.variant((1_000, 20_000, 200_000))
    content = source.parts[name]
    matches = [match for match in _TAG.finditer(content) if not match[0].startswith((b"<?", b"</"))]
    tag = chance.choice(matches)
    inner = chance.choice((b"x", re.match(rb"<([\w:]+)", tag[0])[1]))  # type: ignore[index]
    nest = b"<%s>" % inner * depth + b"</%s>" % inner * depth
    return source.changed({name: content[: tag.end()] + nest + content[tag.end() :]})


@befalls(*XML)
def doctype(chance: Chance, source: Source) -> bytes:
    """Entities that unfold a billionfold, or fetch a file."""
    name = _some_part(chance, source)
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    declared = chance.variant(
        (
            b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>",
            b'<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
            b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
            b"<!DOCTYPE x [" + b"<!-- -->" * 10_000,
        )
    )
    head, _, body = source.parts[name].rpartition(b"?>")
    body = re.sub(rb">[^<]+</(t|text:p|v)>", rb">&l9;</\1>", body, count=3)
    return source.changed({name: (head + b"?>" if head else b"") + declared + body})


@befalls(*XML)
def encoding_lies(chance: Chance, source: Source) -> bytes:
    name = _some_part(chance, source)
    text = re.sub(r"<\?xml[^>]*>\s*", "", source.parts[name].decode())
    declared = '<?xml version="1.0" encoding="%s"?>'
    content = chance.variant(
        (
            (declared % "UTF-16" + text).encode(),
            (declared % "GB18030" + text).encode(),
            (declared % "nonsense" + text).encode(),
            (declared % "UTF-8" + text).encode("gb18030"),
            (declared % "GB18030" + text).encode("gb18030"),
            (declared % "UTF-16" + text).encode("utf-16"),
            text.encode("utf-16-le"),
            (declared % "UTF-32" + text).encode("utf-32"),
            codecs.BOM_UTF8 * 3 + text.encode(),
        )
    )
    return source.changed({name: content})


@befalls(*XML)
def prefixes(chance: Chance, source: Source) -> bytes:
    """Sound XML, written otherwise: with prefixes, other quotes, or line breaks within tags."""
    name = _some_part(chance, source)
    content = source.parts[name]
    content = chance.variant(
        (
            re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", content).replace(b" xmlns=", b" xmlns:x="),
            re.sub(rb'="([^"\']*)"', rb"='\1'", content),
            re.sub(rb"(?<=\w)(?= [\w:]+=)", b"\n\t", content),
            content.replace(b"><", b">\n <"),
            re.sub(rb"/>", b" />", content),
        )
    )
    return source.changed({name: content})


@befalls(*XML)
def namespaces(chance: Chance, source: Source) -> bytes:
    """Other namespaces: those of strict Open XML, none, or unknown ones."""
    name = _some_part(chance, source)
    content = source.parts[name]
    strict = b"http://purl.oclc.org/ooxml/"
    return source.changed(
        {
            name: chance.variant(
                (
                    content.replace(b"http://schemas.openxmlformats.org/", strict),
                    re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", content),
                    re.sub(rb'( xmlns(?::\w+)?=)"[^"]*"', rb'\1"urn:x"', content),
                )
            )
        }
    )


@befalls(*XML)
def marks_between(chance: Chance, source: Source) -> bytes:
    """Comments, CDATA, instructions, characters that XML forbids."""
    odd = (
        *(
            b"<!-- <c r='A1'> -->",
            b"<![CDATA[</sheetData>]]>",
            b"<?x y?>",
            b"<!--",
            b"<![CDATA[",
            b"]]>",
            b"<",
            b">",
        ),
        *(b"\0", b"\x0b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"</", b"<x", b"-->"),
    )
    return _rewritten(
        chance,
        source,
        _some_part(chance, source),
        re.compile(rb"(?<=>)"),
        lambda _: chance.choice(odd),
        most=3,
    )


# the cells of an .xlsx


def _sheet(chance: Chance, source: Source) -> str:
    return chance.choice(source.sheets())


@befalls("xlsx")
def addresses_far(chance: Chance, source: Source) -> bytes:
    """A cell or two at the end of the world, and less far."""
    far = (
        b"XFD1048576",
        b"A1048576",
        b"XFD1",
        b"XFE1",
        b"A1048577",
        b"ZZZZZZ1",
        b"A4294967296",
        b"CV50000",
        b"Z190000",
    )
    return _rewritten(
        chance, source, _sheet(chance, source), _CELL, lambda _: b'<c r="%s"' % chance.variant(far), most=2
    )


@befalls("xlsx")
def addresses_odd(chance: Chance, source: Source) -> bytes:
    odd = (
        b"",
        b"A0",
        b"1A",
        b"A",
        b"7",
        b"a1",
        b"$A$1",
        b"A-1",
        b"A1:B2",
        b"A1.5",
        b"\xe7\x94\xb21",
        b"A1 ",
        b"R1C1",
    )
    none = chance.random() < 0.3
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        _CELL,
        lambda _: b"<c" if none else b'<c r="%s"' % chance.choice(odd),
        most=40,
    )


@befalls("xlsx")
def addresses_twice(chance: Chance, source: Source) -> bytes:
    """Several cells of one address, or cells that go backwards."""
    name = _sheet(chance, source)
    taken = chance.choice(_CELL.findall(source.parts[name]))
    return _rewritten(chance, source, name, _CELL, lambda _: taken)


@befalls("xlsx")
def rows_odd(chance: Chance, source: Source) -> bytes:
    """Row numbers that are wrong, descending or absent, and spans that lie; the addresses of the cells stay."""
    odd = (
        b'r="0"',
        b'r="-1"',
        b'r="4294967296"',
        b'r="1"',
        b"",
        b'r="x"',
        b'r="1048577"',
        b'spans="1:4294967295"',
    )
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        re.compile(rb'(?<=<row )r="\d+"'),
        lambda _: chance.choice(odd),
        40,
    )


@befalls("xlsx")
def rows_reversed(chance: Chance, source: Source) -> bytes:
    """Sound rows from the last to the first."""
    name = _sheet(chance, source)
    rows = re.findall(rb"<row .*?</row>", source.parts[name], re.DOTALL)
    return source.changed(
        {name: _CELLS.sub(lambda m: m[1] + b"".join(rows[::-1]) + m[3], source.parts[name])}
    )


@befalls("xlsx")
def dimension_lies(chance: Chance, source: Source) -> bytes:
    lies = (
        b"A1:XFD1048576",
        b"A1",
        b"A1:A1",
        b"XFD1048576:A1",
        b"B3:C4",
        b"",
        b"x",
        b"A1:ZZZZZZ99999999999",
        b"C5:A1",
    )
    name = _sheet(chance, source)
    content = re.sub(rb"<dimension[^>]*/>", b"", source.parts[name])
    lie = b'<dimension ref="%s"/>' % chance.variant(lies)
    return source.changed({name: content.replace(b"<sheetViews>", lie + b"<sheetViews>")})


@befalls("xlsx")
def merges_lie(chance: Chance, source: Source) -> bytes:
    lies = (
        b"A1:XFD1048576",
        b"A4:A1048576",
        b"A4:XFD6",
        b"B5:A4",
        b"A4",
        b"",
        b"A4:B5:C6",
        b"x",
        b"A4:ZZZZZZ9",
        b"A0:B1",
    )
    name = _sheet(chance, source)
    content = re.sub(rb"<mergeCells.*?</mergeCells>", b"", source.parts[name], flags=re.DOTALL)
    merges = b'<mergeCells count="9"><mergeCell ref="%s"/></mergeCells>' % chance.variant(lies)
    return source.changed({name: content.replace(b"</sheetData>", b"</sheetData>" + merges)})


@befalls("xlsx")
def texts_beyond(chance: Chance, source: Source) -> bytes:
    """Cells that name a text that the shared table lacks, or a table that claims to be larger than it is."""
    table = "xl/sharedStrings.xml"
    if table in source.parts and chance.random() < 0.5:
        lie = chance.choice((b"4294967295", b"1000000000", b"18446744073709551615", b"-1", b"x", b"0"))
        return source.changed({table: re.sub(rb'ount="\d+"', b'ount="%s"' % lie, source.parts[table])})
    beyond = (b"99999", b"4294967295", b"18446744073709551616", b"-1", b"x", b"", b"0.5", b" 0 ")
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        _NUMBER,
        lambda m: m[1] + b' t="s"><v>' + chance.choice(beyond) + b"</v></c>",
    )


@befalls("xlsx")
def styles_beyond(chance: Chance, source: Source) -> bytes:
    beyond = (b"9999", b"4294967295", b"-1", b"x", b"")
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        re.compile(rb'(?<= )s="\d+"'),
        lambda _: b's="%s"' % chance.choice(beyond),
        most=40,
    )


@befalls("xlsx")
def numbers_odd(chance: Chance, source: Source) -> bytes:
    """Figures and dates beyond every calendar: some cells have a style of a date already."""
    odd = (
        *(
            b"1e999",
            b"-1e999",
            b"NaN",
            b"inf",
            b"1e308",
            b"-0",
            b"0x10",
            b"1,5",
            b"",
            b" ",
            b"9" * 400,
            b"1e-400",
        ),
        *(b"2958466", b"-1", b"60", b"1e10", b"-99999999", b"9.2e18", b"1e20", b"45000.999999999"),
    )
    style = chance.choice((b"", b' s="4"', b' s="5"'))
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        _NUMBER,
        lambda m: (
            (re.sub(rb' s="\d+"', style, m[1]) if style else m[1])
            + b"><v>"
            + chance.choice(odd)
            + b"</v></c>"
        ),
        most=40,
    )


@befalls("xlsx")
def types_odd(chance: Chance, source: Source) -> bytes:
    odd = (b"z", b"", b"b", b"d", b"e", b"n", b"s", b"str", b"inlineStr")
    values = (
        b"9999-99-99",
        b"2023-13-45T99:99:99",
        b"7",
        b"#N/A",
        b"#REF!",
        b"\xe7\x94\xb2",
        b"",
        b"0001-01-01",
        b"T",
    )
    return _rewritten(
        chance,
        source,
        _sheet(chance, source),
        _NUMBER,
        lambda m: m[1] + b' t="%s"><v>%s</v></c>' % (chance.choice(odd), chance.choice(values)),
        most=40,
    )


@befalls("xlsx")
def formulas_odd(chance: Chance, source: Source) -> bytes:
    odd = (
        *(
            b"<f>A1</f>",
            b"<f/>",
            b'<f t="shared" si="0" ref="A1:XFD1048576">A1</f>',
            b'<f t="shared" si="4294967295"/>',
        ),
        *(
            b'<f t="array" ref="x">A1</f><v/>',
            b"<f>A1</f><v>#DIV/0!</v>",
            b"<f>" + b"(" * 9999 + b"</f><v>1</v>",
        ),
    )
    return _rewritten(
        chance, source, _sheet(chance, source), _NUMBER, lambda m: m[1] + b">" + chance.choice(odd) + b"</c>"
    )


@befalls(*XML)
def texts_odd(chance: Chance, source: Source) -> bytes:
    """Texts that are too long, empty, or of characters that no one types."""
    odd = (
        "甲" * 300_000,
        "_xD800__x0000_",
        "\u202e\u200b\ufeff",
        "\u2028",
        "=1+1",
        " " * 40_000,
        "\U0010ffff",
        "é" * 9,
    )
    pattern = re.compile(rb"(?<=>)[^<]+(?=</(?:t|text:p)>)")
    holder = "xl/sharedStrings.xml" if "xl/sharedStrings.xml" in source.parts else _sheet(chance, source)
    return _rewritten(chance, source, holder, pattern, lambda _: chance.choice(odd).encode())


@befalls("xlsx")
def relations_lie(chance: Chance, source: Source) -> bytes:
    """Parts that point at themselves, at nothing, outside, or all at one; sheets without names, or of one name."""
    if chance.random() < 0.5:
        targets = (
            b"/etc/passwd",
            b"../../../etc/passwd",
            b"workbook.xml",
            b"",
            b"x.xml",
            b"http://127.0.0.1/",
            b"/",
            b"..",
        )
        name = chance.choice([each for each in source.parts if each.endswith(".rels")])
        pattern = re.compile(rb'(?<= )Target="[^"]*"')
        return _rewritten(
            chance, source, name, pattern, lambda _: b'Target="%s"' % chance.choice(targets), most=3
        )
    names = (b"", b"x" * 100_000, b"&#10;", b"a/b\\c?*[]:", b"\xe7\x94\xb2")
    lie = chance.choice(
        (b'name="%s"' % chance.choice(names), b'r:id="rId1"', b'r:id="rId99"', b'sheetId="-1"')
    )
    key = lie.partition(b"=")[0]
    pattern = re.compile(rb"(?<=\s)(?:\w+:)?" + key.rpartition(b":")[2] + rb'="[^"]*"')
    return _rewritten(chance, source, "xl/workbook.xml", pattern, lambda _: lie, most=3)


# bombs: small files that unpack to something large


@lru_cache(maxsize=2)
def _filled(before: bytes, unit: bytes, after: bytes, size: int, noise: int) -> Entry:
    """A part of `size` bytes that repeats a unit, with comments of `noise` random bytes so that it packs less well."""
    random, packer, crc = Random(size), zlib.compressobj(6, zlib.DEFLATED, -15), 0
    block, packed, whole = unit * (2**16 // len(unit)), [], 0
    ends = len(before) + len(after)
    pieces = [before, *[block] * ((size - ends) // (len(block) + 2 * noise)), after]
    for number, piece in enumerate(pieces):
        if noise and 0 < number < len(pieces) - 1:
            piece += b"<!--%s-->" % random.randbytes(noise).hex().encode()
        crc, whole = zlib.crc32(piece, crc), whole + len(piece)
        packed.append(packer.compress(piece))
    return Entry("", b"".join(packed) + packer.flush(), crc, whole)


def _bomb(chance: Chance, source: Source, before: bytes, unit: bytes, after: bytes, noise: int = 0) -> Entry:
    return _filled(before, unit, after, chance.heavy, noise)


def _with(source: Source, name: str, entry: Entry) -> bytes:
    return pack([*(each for each in source.entries if each.name != name), replace(entry, name=name)])


@befalls(*ZIPPED, most=12)
def bombs(chance: Chance, source: Source) -> bytes:
    """One part of 300 MB of blanks or zeros, declared truly or as small as others are."""
    name = chance.choice(source.sheets())
    content = source.parts[name]
    at = content.find(b">", len(content) // 2) + 1 or len(content) // 2
    filler = b"\0" if source.format == "xlsb" else b" "
    entry = _bomb(chance, source, content[:at], filler, content[at:])
    lies = (entry, replace(entry, size=9_999), replace(entry, size=9_999, local_size=9_999))
    return _with(source, name, chance.variant(lies))


_SST = (b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">', b"</sst>")
_DENSE = (  # (part, unit): each unit costs a reader more memory than it takes in the file
    ("xl/sharedStrings.xml", b"<si/>"),
    ("xl/sharedStrings.xml", b"<si><t>x</t></si>"),
    ("cells", b"<c><v>1</v></c>"),
    ("cells", b"<row><c><v>1</v></c></row>"),
    ("cells", b'<c r="A9"><v>1</v></c>'),
    ("merges", b'<mergeCell ref="A5:A6"/>'),
    ("xl/styles.xml", b"<xf/>"),
    ("xl/workbook.xml", b'<sheet name="x" sheetId="1" r:id="rId1"/>'),
    ("xl/_rels/workbook.xml.rels", b'<Relationship Id="x" Type="x" Target="x"/>'),
    ("tags", b"<" * 64),
)


@befalls("xlsx", most=2 * len(_DENSE))
def dense(chance: Chance, source: Source) -> bytes:
    """A part that stays below every limit of size and ratio but holds tens of millions of elements."""
    place, unit = chance.variant(_DENSE)
    heavy = Chance()
    # below 256 MB at a ratio below 100 the first time, below 1 MB without noise the second
    heavy.heavy = min(chance.heavy, 250 * 2**20) if chance.turn < len(_DENSE) else 2**20 - 1
    noise = 1000 if chance.turn < len(_DENSE) else 0
    name = place if place.startswith("xl/") else source.sheets()[0]
    content = source.parts.get(name, b"".join(_SST))
    mark = {
        "cells": b"</row>",
        "merges": b"</mergeCells>",
        "xl/styles.xml": b"</cellXfs>",
        "tags": b"</sheetData>",
        "xl/workbook.xml": b"</sheets>",
        "xl/_rels/workbook.xml.rels": b"</Relationships>",
        "xl/sharedStrings.xml": b"</sst>",
    }[place]
    if unit.startswith(b"<row"):
        mark = b"</sheetData>"
    if mark == b"</mergeCells>" and mark not in content:
        content = content.replace(b"</sheetData>", b"</sheetData><mergeCells></mergeCells>")
    at = content.rindex(mark)
    return _with(source, name, _bomb(heavy, source, content[:at], unit, content[at:], noise))


# .ods

_ODS_CELL = re.compile(rb"<table:table-cell(?=[ />])")
_ODS_ROW = re.compile(rb"<table:table-row(?=[ />])")
_COUNTS = (
    b"2",
    b"16384",
    b"1048576",
    b"1000000000",
    b"4294967295",
    b"18446744073709551615",
    b"0",
    b"-1",
    b"x",
    b"",
)


@befalls("ods")
def repeats(chance: Chance, source: Source) -> bytes:
    """Rows or cells that stand for millions."""
    row = b'<table:table-row table:number-rows-repeated="%s"'
    cell = b'<table:table-cell table:number-columns-repeated="%s"'
    count = chance.variant(_COUNTS)
    pattern, tag = chance.choice(((_ODS_CELL, cell), (_ODS_ROW, row)))
    return _rewritten(chance, source, "content.xml", pattern, lambda _: tag % count, most=3)


@befalls("ods")
def repeats_nested(chance: Chance, source: Source) -> bytes:
    """Rows repeated of cells repeated, each with or without a value."""
    rows, columns = chance.variant(
        ((1_000_000, 1), (1_000, 1_000), (2_000, 3_000), (1_048_576, 16_384), (3, 60_000))
    )
    inside = chance.choice((b"<text:p>x</text:p>", b""))
    value = b' office:value-type="string"' if inside else b""
    block = b'<table:table-row table:number-rows-repeated="%d"><table:table-cell table:number-columns-repeated="%d"'
    block = block % (rows, columns) + value + b">" + inside + b"</table:table-cell></table:table-row>"
    end = chance.choice(
        (b"", b"<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>")
    )
    content = source.parts["content.xml"]
    return source.changed(
        {"content.xml": content.replace(b"</table:table>", block + end + b"</table:table>", 1)}
    )


@befalls("ods")
def blanks_repeated(chance: Chance, source: Source) -> bytes:
    """A text of millions of blanks, written as a number."""
    count = chance.variant(_COUNTS)
    return _rewritten(
        chance,
        source,
        "content.xml",
        re.compile(rb"(?<=<text:p>)"),
        lambda _: b'<text:s text:c="%s"/><text:tab/><text:line-break/>' % count,
        most=2,
    )


@befalls("ods")
def values_odd(chance: Chance, source: Source) -> bytes:
    odd = (
        *(b'float" office:value="1e999', b'float" office:value="NaN', b'float" office:value="', b"float"),
        *(
            b'date" office:date-value="9999-99-99',
            b'date" office:date-value="',
            b'date" office:date-value="-1',
        ),
        *(
            b'time" office:time-value="PT999999999999999999H',
            b'time" office:time-value="P',
            b'boolean" office:boolean-value="x',
        ),
        *(b'percentage" office:value="x', b'currency" office:value="1', b"z", b"", b"void", b"error"),
    )
    pattern = re.compile(rb'(?<= office:value-type=)"[^"]*"(?: office:[\w-]+="[^"]*")?')
    return _rewritten(chance, source, "content.xml", pattern, lambda _: b'"%s"' % chance.choice(odd), most=40)


@befalls("ods", most=4)
def dense_ods(chance: Chance, source: Source) -> bytes:
    content = source.parts["content.xml"]
    mark, unit = chance.variant(
        (
            (b"</table:table-row>", b"<table:table-cell/>"),
            (b"</table:table>", b"<table:table-row/>"),
            (b"</office:spreadsheet>", b"<table:table></table:table>"),
            (b"</table:table-row>", b"<table:table-cell><text:p>x</text:p></table:table-cell>"),
        )
    )
    at = content.rindex(mark)
    heavy = Chance()
    heavy.heavy = min(chance.heavy, 250 * 2**20)
    return _with(source, "content.xml", _bomb(heavy, source, content[:at], unit, content[at:], 1000))


# records: .xls and .xlsb


def _biff(source: Source) -> list[int]:
    """Where the records of an .xls begin: xlwt writes the stream of the workbook first, behind the header."""
    at, found = 512, []
    while at + 4 <= len(source.content):
        kind, length = struct.unpack_from("<HH", source.content, at)
        if not kind:
            break
        found.append(at)
        at += 4 + length
    return found


@befalls("xls")
def records_lie(chance: Chance, source: Source) -> bytes:
    """Lengths of records that are too small or too large."""
    content = bytearray(source.content)
    for at in chance.sample(_biff(source), chance.randint(1, 3)):
        struct.pack_into(
            "<H", content, at + 2, chance.choice((0, 1, 3, 8, 8224, 65535, chance.randrange(65536)))
        )
    return bytes(content)


@befalls("xls")
def records_odd(chance: Chance, source: Source) -> bytes:
    """Records whose content, or kind, is something else: row and column numbers, counts, offsets, indexes."""
    content = bytearray(source.content)
    for at in chance.sample(_biff(source), chance.randint(1, 12)):
        length = struct.unpack_from("<H", content, at + 2)[0]
        where = at if chance.random() < 0.2 or length < 2 else at + 4 + chance.randrange(min(length - 1, 24))
        struct.pack_into(
            "<H", content, where, chance.choice((0, 1, 0xFF, 0x7FFF, 0xFFFF, chance.randrange(65536)))
        )
    return bytes(content)


_BIFF_KINDS = {
    "dimension": 0x200,
    "row": 0x208,
    "sst": 0xFC,
    "boundsheet": 0x85,
    "text": 0xFD,
    "number": 0x203,
    "format": 0xE0,
}


@befalls("xls")
def records_chosen(chance: Chance, source: Source) -> bytes:
    """Counts and places in the records that matter, all bits set or random."""
    kind = chance.variant(list(_BIFF_KINDS.values()))
    content = bytearray(source.content)
    found = [at for at in _biff(source) if struct.unpack_from("<H", content, at)[0] == kind]
    for at in chance.sample(found, min(len(found), chance.randint(1, 3))):
        length = struct.unpack_from("<H", content, at + 2)[0]
        size = min(chance.choice((2, 4, 8)), length)
        where = at + 4 + 2 * chance.randrange((length - size) // 2 + 1 if length < 40 else 6)
        content[where : where + size] = chance.choice((b"\xff" * size, chance.randbytes(size), bytes(size)))
    return bytes(content)


@befalls("xls")
def sectors_looped(chance: Chance, source: Source) -> bytes:
    """Chains of sectors that loop, or lead out of the file; a header that lies about their size and number."""
    content = bytearray(source.content)
    table = 512 * (1 + struct.unpack_from("<L", content, 76)[0])
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 4)):
            at = table + 4 * chance.randrange(len(content) // 512 + 2)
            entry = chance.choice(
                (0, 1, chance.randrange(len(content) // 512), 0x7FFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF)
            )
            struct.pack_into("<L", content, min(at, len(content) - 4), entry)
    else:
        field, size = chance.variant(
            (
                (24, 2),
                (26, 2),
                (30, 2),
                (32, 2),
                (44, 4),
                (48, 4),
                (56, 4),
                (60, 4),
                (68, 4),
                (72, 4),
                (76, 4),
            )
        )
        value = chance.choice((0, 1, 2, 12, 31, 63, 0xFFFF, 2 ** (8 * size) - 2, 2 ** (8 * size) - 1))
        struct.pack_into("<H" if size == 2 else "<L", content, field, value)
    return bytes(content)


@befalls("xls")
def streams_odd(chance: Chance, source: Source) -> bytes:
    """Entries of the directory with another name, kind, sibling, start or size."""
    content = bytearray(source.content)
    start = 512 * (1 + struct.unpack_from("<L", content, 48)[0])
    entry = start + 128 * chance.randrange(4)
    field, size = chance.variant(
        ((0, 8), (64, 2), (66, 1), (68, 4), (72, 4), (76, 4), (116, 4), (120, 4), (124, 4))
    )
    content[entry + field : entry + field + size] = chance.choice(
        (b"\xff" * size, bytes(size), chance.randbytes(size))
    )
    return bytes(content)


@befalls("xlsb")
def binary_records_odd(chance: Chance, source: Source) -> bytes:
    """Sound packing around records whose bytes are wrong."""
    name = chance.choice([each for each in source.parts if each.endswith(".bin")])
    content = bytearray(source.parts[name])
    for _ in range(chance.randint(1, 16)):
        content[chance.randrange(len(content))] = chance.choice((0, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    return source.changed({name: bytes(content)})


@befalls("xlsb")
def binary_records_lie(chance: Chance, source: Source) -> bytes:
    """Rows, columns, dimensions and lengths of texts as large as they can be written."""
    most = struct.pack("<L", chance.choice((2**32 - 1, 2**31 - 1, 1_048_575, 20_000_000)))
    cell = record(5, most + bytes(4) + struct.pack("<d", 1))
    lie = chance.variant(
        (
            record(0, most + bytes(21)) + record(5, bytes(8) + struct.pack("<d", 1)),
            cell,
            record(6, bytes(8) + most + b"x\0"),
            record(7, bytes(8) + most),
            record(148, bytes(4) + most + bytes(4) + most),
            record(176, struct.pack("<L", 1)) + record(176, bytes(4) + most + bytes(4) + most),
            b"\x05\xff\xff\xff\x7f",
            record(11, bytes(8) + most),
        )
    )
    name = _sheet(chance, source)
    content = source.parts[name]
    at = chance.choice([match.end() for match in re.finditer(re.escape(record(145)), content)])
    return source.changed({name: content[:at] + lie + content[at:]})


@befalls("xlsx", "xls", "ods", "xlsb")
def suffix_lies(chance: Chance, source: Source) -> bytes:
    """A text, a page of the web or nothing at all under the name of a workbook."""
    page = "<html><table><tr><td>案号</td></tr></table></html>".encode("gb18030")
    return chance.variant(
        (
            b"",
            b"PK\3\4",
            b"PK",
            page,
            b"%PDF-1.7",
            chance.randbytes(5000),
            bytes(5000),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        )
    )


# .csv


@befalls("csv")
def csv_bytes(chance: Chance, source: Source) -> bytes:
    """NUL bytes, or two encodings in one file."""
    text = source.content.decode("utf-8-sig")
    half = len(text) // 2
    at = chance.randrange(len(source.content))
    return chance.variant(
        (
            source.content[:at] + bytes(chance.randint(1, 9)) + source.content[at:],
            text[:half].encode() + text[half:].encode("gb18030"),
            text.encode("gb18030"),
            text.encode("utf-16"),
            text.encode("utf-16-be"),
            text.encode("utf-8")[: at - 1] + b"\xff\xc0" + text.encode()[at:],
        )
    )


@befalls("csv")
def csv_quotes(chance: Chance, source: Source) -> bytes:
    """A quotation mark that is never closed, or stands where none may."""
    at = chance.choice([match.end() for match in re.finditer(rb",|\r\n", source.content)])
    return source.content[:at] + chance.variant((b'"', b'""x', b'x"y', b"'", b'"\n')) + source.content[at:]


@befalls("csv")
def csv_separators(chance: Chance, source: Source) -> bytes:
    """Other separators and line ends, or rows of other lengths."""
    return chance.variant(
        (
            source.content.replace(b",", b";"),
            source.content.replace(b",", b"\t"),
            source.content.replace(b"\r\n", b"\r"),
            source.content.replace(b"\r\n", b"\n\n\n"),
            re.sub(rb",(?=[^,]*\r\n)", b"", source.content),
            source.content.replace(b"\r\n", b",,,,\r\n", 5),
        )
    )


@befalls("csv", most=12)
def csv_lines(chance: Chance, source: Source) -> bytes:
    """A line of five megabytes: one cell, or a million."""
    return source.content + chance.variant(
        (b"x" * 5_000_000, b"," * 5_000_000, b'"' + b"x\n" * 2_500_000, b"\n" * 5_000_000)
    )
