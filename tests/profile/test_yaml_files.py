"""A YAML or TOML file and its shape -> data, or what departs from it, with the line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal, Required, TypedDict

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model import Place
from reportgen.profile.yaml_files import Declaration, check, read_toml, read_yaml
from tests.profile.small import assert_told, mistake


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message", "fix"),
    [
        ("sheets", "required: true", "requird: true", 6, "不认识的键“requird”", "“required”"),
        ("sheets", "title: 案件台账", "titel: 案件台账", 3, "不认识的键“titel”", "“title”"),
        ("sheets", "type: integer", "type: interger", 9, "“type”的值“interger”不对", "“integer”"),
        ("sheets", "required: true", "required: 是", 6, "应当是 true 或 false，这里是“是”", ""),
        ("sheets", "  from:", " from:", 4, "YAML 写法不对", ""),
        ("sheets", "    人数: {type: integer}", "    案号: {type: integer}", 9, "键“案号”写了两次", ""),
        ("figures", "where:", "wher:", 4, "不认识的键“wher”", "“where”"),
        ("figures", "{unit: 件}", "{rows: []}", 3, "“rows”是空的清单", ""),
        ("figures", "  总数: {unit: 件}", "  总数: &a {unit: 件}\n  又数: *a", 0, "引用了别处", ""),
        ("sheets", "    人数:", "    2023:", 9, "键“2023”应当是文字", "引号"),
        ("checks", "severity: error", "severity: eror", 7, "“severity”的值“eror”不对", "“error”"),
        ("checks", "  title: 人数为零\n", "", 2, "“CASE001”缺少“title”", ""),
        ("sheets", "{type: integer}", "{required: true}", 9, "“人数”缺少“type”", ""),
    ],
)  # fmt: skip
def test_what_departs_from_the_shape_is_told_with_its_line_and_a_suggestion(
    tmp_path: Path, file: str, old: str, new: str, line: int, message: str, fix: str
) -> None:
    found = mistake(tmp_path, file, old, new)
    assert_told(found, (f"{tmp_path.name}/{file}.yaml", f"第{line}行" if line else ""), message, fix)


def read(folder: Path, text: str) -> Declaration:
    """The data of a text without a mistake."""
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    declared, findings = read_yaml(folder / "a.yaml", "a.yaml")
    assert not findings, findings
    return declared


NAMES = st.text("甲乙丙abc_", min_size=1, max_size=4)
PLAIN = st.one_of(st.integers(), st.booleans(), st.none(), NAMES, st.text("甲a1 :#'-[{,&*", max_size=5))
DATA = st.dictionaries(
    NAMES,
    st.recursive(
        PLAIN,
        lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(NAMES, below, max_size=3)),
        max_leaves=12,
    ),
    max_size=4,
)


@given(DATA, st.booleans())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_key_has_the_line_that_it_stands_in(tmp_path: Path, data: dict[str, Any], flow: bool) -> None:
    text = yaml.dump(data, allow_unicode=True, default_flow_style=flow, Dumper=_Plain)
    declared = read(tmp_path, text)
    assert declared.data == data
    lines = text.splitlines()
    for path, line in declared.lines.items():
        if isinstance(path[-1], str):
            assert f"{path[-1]}:" in lines[line - 1].replace("'", "").replace('"', "")
    assert {path for path in declared.lines if len(path) == 1} == {(name,) for name in data}


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def test_a_place_is_the_line_of_the_nearest_key_above(tmp_path: Path) -> None:
    declared = read(tmp_path, "甲:\n  乙: [1,\n    2]\n")
    assert [declared.place(path).sheet for path in (("甲",), ("甲", "乙", 1), ("甲", "丙", 0), ("丁",))] == [
        "第1行",
        "第3行",
        "第1行",
        "",
    ]


def test_a_departure_in_a_list_is_told_at_the_line_of_its_item(tmp_path: Path) -> None:
    declared = read(tmp_path, "甲:\n  title: 题\n  names:\n    - 一\n    - 2\n    - 三\n    - 4\n")
    assert [each.place.sheet for each in check(declared, dict[str, Shape])] == ["第5行", "第7行"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("甲: 1\n甲: 2\n", ["甲"]),
        ("甲: {乙: 1}\n甲: {乙: 2}\n", ["甲", "乙"]),
        ("甲: [1, 2]\n甲: [3, 4]\n", ["甲"]),
        ("甲: {丙: 1}\n乙: {丙: 1}\n", []),
    ],
)
def test_a_key_of_one_mapping_that_is_written_twice_is_told(
    tmp_path: Path, text: str, keys: list[str]
) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    found = read_yaml(tmp_path / "a.yaml", "a.yaml")[1]
    assert [each.message for each in found] == [f"键“{key}”写了两次" for key in keys]


@pytest.mark.parametrize(
    "text",
    [
        "甲: &a {乙: 1}\n丙: *a\n",
        "&a {甲: *a}\n",
        "a: &a [x, x]\n"
        + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)),
        "甲: " + "[" * 60 + "]" * 60,
    ],
)
def test_what_only_a_machine_would_write_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    declared, found = read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert declared.data == {}
    assert ["引用了别处" in each.message for each in found] == [True]


def test_a_day_that_no_calendar_has_is_told_with_its_line(tmp_path: Path) -> None:
    text = "甲: 2023-01-31  # 2023-02-30\n乙:\n  丙: [2023-02-28, 2023-02-31]\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    declared, (found,) = read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert declared.data == {}
    assert (found.place.sheet, found.message) == ("第3行", "“2023-02-31”不是日历上有的日期")


@pytest.mark.parametrize(
    ("content", "message"),
    [("甲: 一".encode("gbk"), "不是 UTF-8"), (None, "缺少这个文件"), (b"a: [\n", "第2行的 YAML")],
)
def test_a_file_that_is_no_yaml_is_told(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "a.yaml").write_bytes(content)
    assert message in read_yaml(tmp_path / "a.yaml", "a.yaml")[1][0].message


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff甲: 1\n").data == {"甲": 1}


class Shape(TypedDict, total=False):
    title: Required[str]
    kind: Literal["大", "小"]
    count: int
    share: float
    on: bool
    names: list[str]
    texts: dict[str, str | dict[str, str]]


@pytest.mark.parametrize(
    ("keys", "messages"),
    [
        ({}, []),
        ({"kind": "大", "count": 3, "share": 1, "on": True, "names": ["甲"], "texts": {"甲": "乙"}}, []),
        ({"texts": {"2023": {"甲": "乙"}}}, []),
        ({"kind": "中"}, ["“kind”的值“中”不对"]),
        ({"count": True}, ["“count”应当是整数，这里是“True”"]),
        ({"count": 1.5}, ["“count”应当是整数，这里是“1.5”"]),
        ({"share": "1"}, ["“share”应当是数，这里是“1”"]),
        ({"on": 1}, ["“on”应当是 true 或 false，这里是“1”"]),
        ({"names": "甲"}, ["“names”应当是清单，写作 [甲, 乙]"]),
        ({"names": []}, ["“names”是空的清单"]),
        ({"names": ["甲", 2, None]}, ["“names”里的“2”应当是文字（是数字的话加引号）", "“names”里的“空白”应当是文字（是数字的话加引号）"]),
        ({"texts": {"甲": {"乙": 3}, "丙": 4}}, ["“乙”应当是文字（是数字的话加引号），这里是“3”", "“丙”应当是文字（是数字的话加引号），这里是“4”"]),
        ({"texts": []}, ["“texts”下面应当是“名称: 内容”"]),
        ({"titel": "甲", "nothing": 1}, ["不认识的键“titel”", "不认识的键“nothing”"]),
        ({2023: "甲"}, ["键“2023”应当是文字"]),
    ],
)  # fmt: skip
def test_each_shape_is_checked(keys: dict[Any, Any], messages: list[str]) -> None:
    found = check(Declaration("a.yaml", {"甲": {"title": "题", **keys}}), dict[str, Shape])
    assert [each.message for each in found] == messages


def test_a_key_that_must_be_there_is_missed() -> None:
    found = check(Declaration("a.yaml", {"甲": {"count": 1}}), dict[str, Shape])
    assert [each.message for each in found] == ["“甲”缺少“title”"]


def test_a_table_of_a_toml_file_is_read_where_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    assert read_toml(file, ("tool", "x"), "a.toml") is None
    file.write_text("[tool.x]\n甲 = 1\n".replace("甲", '"甲"'), encoding="utf-8")
    found = read_toml(file, ("tool", "x"), "a.toml")
    assert found
    assert found.data == {"甲": 1}
    assert read_toml(file, ("tool", "y"), "a.toml") is None
    file.write_text("[tool", encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        read_toml(file, ("tool", "x"), "a.toml")


def test_a_mistake_without_a_place_is_one_of_the_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str) -> None:
        raise yaml.MarkedYAMLError

    monkeypatch.setattr(yaml, "CSafeLoader", refuse)
    (tmp_path / "甲.yaml").write_text("甲: 乙", encoding="utf-8")
    _, (told,) = read_yaml(tmp_path / "甲.yaml", "甲.yaml")
    assert told.place == Place("甲.yaml", "第1行")
