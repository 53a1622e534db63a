"""Comments and their boxes: ours are put in beside others, and taken out again the next time."""

from __future__ import annotations

import pytest

from reportgen.workbook import comments

OLD = (
    b'<comments xmlns="m"><authors><author>\xe7\x94\xb2</author><author>tc={1}</author></authors><commentList>'
    b'<comment ref="C3" authorId="0"><text><t>\xe5\x8e\x9f\xe6\x9c\x89</t></text></comment>'
    b'<comment ref="D4" authorId="1"><text><t>[Threaded comment]</t></text></comment></commentList></comments>'
)


def test_a_note_is_put_beside_others() -> None:
    xml = comments.with_notes(OLD, {(5, 1): "错<了>"}).decode()
    assert "<author>退回单</author></authors>" in xml
    assert '<comment ref="B5" authorId="2"><text><r>' in xml
    assert "错&lt;了&gt;" in xml
    assert xml.count("<comment ") == 3


def test_a_note_stands_before_the_cells_own() -> None:
    xml = comments.with_notes(OLD, {(3, 2): "【退回】错了"}).decode()
    assert xml.count('ref="C3"') == 1
    assert xml.index("错了") < xml.index("以下是这一格原有的批注") < xml.index("原有</t>")
    back, gone = comments.without_ours(xml.encode())
    assert gone == []
    assert b"\xe9\x94\x99\xe4\xba\x86" not in back
    assert "原有" in back.decode()


def test_notes_of_the_last_time_are_taken_out() -> None:
    xml, gone = comments.without_ours(comments.with_notes(OLD, {(5, 1): "错了"}))
    assert gone == [(5, 1)]
    assert comments.commented(xml) == [(3, 2), (4, 3)]


def test_a_thread_is_known_by_its_author() -> None:
    assert comments.threads(OLD) == {(4, 3)}
    assert comments.threads(comments.empty_comments("m")) == set()


def test_each_note_has_a_box() -> None:
    vml = comments.with_shapes(b"", {(5, 1): "错了", (6, 1): "也错了"}).decode()
    assert vml.count("<v:shapetype") == 1
    assert vml.count("<v:shape ") == 2
    assert "<x:Row>4</x:Row><x:Column>1</x:Column>" in vml
    assert 'id="_x0000_s1025"' in vml
    assert 'id="_x0000_s1026"' in vml


def test_boxes_are_put_into_a_drawing_that_is_there() -> None:
    one = comments.with_shapes(b"", {(5, 1): "错了"})
    two = comments.with_shapes(one, {(5, 1): "错了", (6, 1): "也错了"}).decode()
    assert two.count("<v:shapetype") == 1
    assert two.count("<x:Row>4<") == 1
    assert comments.with_shapes(one, {}, [(5, 1)]).decode().count("<v:shape ") == 0


def test_a_drawing_says_what_its_prefixes_mean() -> None:
    vml = comments.with_shapes(
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml"></xml>', {(1, 0): "错"}
    ).decode()
    for prefix in ("v", "o", "x"):
        assert vml.count(f"xmlns:{prefix}=") == 1
    with pytest.raises(ValueError, match="no drawing"):
        comments.with_shapes(b"<svg/>", {(1, 0): "错"})
    with pytest.raises(ValueError, match="no list"):
        comments.with_notes(b"<comments/>", {(1, 0): "错"})
