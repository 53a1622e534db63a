"""A Word file as parts: which they are, what they hold, and which files are refused."""

from io import BytesIO
from zipfile import ZipFile

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


def test_a_file_that_unpacks_to_too_much_is_refused_by_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_LARGEST", 100)
    with pytest.raises(NotWordError, match="解压后过大"):
        unpack(zipped())


def test_a_part_is_written_as_it_was_read() -> None:
    file = BytesIO()
    docx.Document().save(file)
    parts = unpack(file.getvalue()).parts
    assert serialise(parse("正文", parts["word/document.xml"])) == parts["word/document.xml"]


@pytest.mark.parametrize(("content", "said"), [(b"<a>", "已损坏"), (b"<!DOCTYPE a><a/>", "文档类型声明")])
def test_a_part_that_cannot_be_trusted_is_refused_by_its_name(content: bytes, said: str) -> None:
    with pytest.raises(NotWordError, match=f"“word/x.xml”.*{said}"):
        parse("word/x.xml", content)
