"""A Word file as parts: which they are, what they hold, and which files are refused."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import docx
import pytest

from reportgen.word import package
from reportgen.word.package import NotWordError, W, parse, serialise, unpack

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="XML" ContentType="{WORD}header+xml"/>'
    f'<Override PartName="/Word/Document.xml" ContentType="{WORD}document.main+xml"/></Types>'
)
BODY = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'


def zipped(**parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in {"[Content_Types].xml": TYPES, "word/document.xml": BODY, **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_part_is_known_by_its_own_type_or_that_of_its_extension_whatever_the_capitals() -> None:
    found = unpack(zipped(**{"word/anything.xml": "<a/>", "word/picture.png": ""}))
    assert [found.label(name) for name in found.parts] == ["页眉", "正文", "页眉", ""]
    assert found.find("正文") == ["word/document.xml"]
    assert found.stories == ["word/document.xml", "[Content_Types].xml", "word/anything.xml"]


def test_folders_in_the_zip_are_no_parts() -> None:
    assert "word/media/" not in unpack(zipped(**{"word/media/": ""})).parts


@pytest.mark.parametrize("name", ["/etc/passwd", "\\x.xml", "word/../../x.xml"])
def test_a_part_that_leads_out_of_the_file_is_refused(name: str) -> None:
    with pytest.raises(NotWordError, match="越出"):
        unpack(zipped(**{name: ""}))


def test_a_template_with_a_picture_of_millions_of_bytes_is_read() -> None:
    assert len(unpack(zipped(**{"word/media/image1.png": "0" * 4_000_000})).parts) == 3


def claiming(file: bytes, size: int) -> bytes:
    """A zip whose directory says of its last part that it unpacks to `size` bytes."""
    at = file.rindex(b"PK\x01\x02") + 24
    return file[:at] + size.to_bytes(4, "little") + file[at + 4 :]


def test_what_claims_more_than_half_a_gibibyte_is_refused_before_it_is_unpacked() -> None:
    most = 2**29 - len(TYPES)
    assert unpack(claiming(zipped(), most)).find("正文")
    for size in (most + 1, 2**31):
        with pytest.raises(NotWordError, match="解压后过大"):
            unpack(claiming(zipped(), size))


def test_a_file_that_unpacks_to_too_much_is_refused_by_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_LARGEST", 100)
    with pytest.raises(NotWordError, match="解压后过大"):
        unpack(zipped())


def test_a_part_is_written_as_it_was_read() -> None:
    file = BytesIO()
    docx.Document().save(file)
    parts = unpack(file.getvalue()).parts
    assert serialise(parse("正文", parts["word/document.xml"])) == parts["word/document.xml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<a>", "已损坏"),
        (b"<!DOCTYPE a><a/>", "文档类型声明"),
        (b"<a>" * 300 + b"</a>" * 300, "已损坏"),  # nested beyond what lxml holds to be safe
    ],
)
def test_a_part_that_cannot_be_trusted_is_refused_by_its_name(content: bytes, said: str) -> None:
    with pytest.raises(NotWordError, match=f"“word/x.xml”.*{said}"):
        parse("word/x.xml", content)


LABELLED = {
    "document.main": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注",
    "comments": "批注",
}  # fmt: skip
PROPERTIES = ("package.core", "officedocument.extended", "officedocument.custom")


def test_every_part_that_holds_text_has_a_label_and_is_a_story() -> None:
    types = {label: f"{WORD}{kind}+xml" for kind, label in LABELLED.items()}
    types |= {kind: f"application/vnd.openxmlformats-{kind}-properties+xml" for kind in PROPERTIES}
    found = package.Package(dict.fromkeys(types, b""), types)
    assert [found.label(name) for name in types] == [*LABELLED.values(), *["文档属性"] * 3]
    assert found.stories == list(types)


def test_a_part_whose_compressed_bytes_are_damaged_is_refused_as_a_damaged_file() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    damaged = file.getvalue().replace(zlib.compress(TYPES.encode())[2:20], b"\xff" * 18)
    with pytest.raises(NotWordError, match="已损坏"):
        unpack(damaged)


def test_an_encrypted_part_is_refused_as_a_damaged_file() -> None:
    file = bytearray(zipped())
    file[6] |= 1
    file[file.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotWordError, match="已损坏"):
        unpack(bytes(file))


def test_every_part_is_written_with_the_declaration_that_word_writes() -> None:
    assert (
        serialise(parse("x.xml", b"<a/>")) == b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<a/>"
    )


@pytest.mark.parametrize("raised", [BadZipFile, zlib.error, RuntimeError, EOFError, ValueError])
def test_whatever_is_wrong_with_the_zip_it_is_a_damaged_file(
    raised: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> bytes:
        raise raised

    monkeypatch.setattr(ZipFile, "read", read)
    with pytest.raises(NotWordError, match="已损坏"):
        unpack(commented(zipped()))


def commented(file: bytes) -> bytes:
    """A zip with a remark at its end, which only zipfile reads."""
    made = BytesIO(file)
    with ZipFile(made, "a") as archive:
        archive.comment = b"x"
    return made.getvalue()


@pytest.mark.parametrize("more", [{}, {"word/图.xml": "<a/>"}, {"word/": ""}, {"a.bin": "\0" * 2000}])
@pytest.mark.parametrize(
    "types",
    [
        TYPES,
        TYPES.replace('"', "'"),
        TYPES.replace("><", "> <!-- --> <"),
        TYPES.replace("/Word/Document.xml", "/&#x57;ord/Document.xml"),
        TYPES.replace("</Types>", '<Default ContentType="x" Extension="BIN"/></Types>'),
    ],
)
def test_a_file_says_the_same_however_it_is_written(more: dict[str, str], types: str) -> None:
    plain = unpack(zipped(**more, **{"[Content_Types].xml": types}))
    assert plain == unpack(commented(zipped(**more, **{"[Content_Types].xml": types})))
    assert plain.label("word/document.xml") == "正文"
    assert plain.types.get("a.bin", "") == ("x" if "BIN" in types and "a.bin" in more else "")
