"""A YAML or TOML file and its vocabulary -> typed data, or findings with line and suggestion.

The only module that knows PyYAML and pydantic.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from reportgen.model import Finding, Place
from reportgen.rules import finding

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # searching for plugins costs more than all checks
Path_ = tuple[str | int, ...]

_COMPLAINTS = {
    "missing": "缺少“{key}”",
    "string_type": "“{key}”应当是文字，这里是“{value}”",
    "int_type": "“{key}”应当是整数，这里是“{value}”",
    "float_type": "“{key}”应当是数，这里是“{value}”",
    "bool_type": "“{key}”应当是 true 或 false，这里是“{value}”",
    "list_type": "“{key}”应当是清单，写作 [甲, 乙]",
    "tuple_type": "“{key}”应当是清单，写作 [甲, 乙]",
    "too_short": "“{key}”里的项太少",
    "too_long": "“{key}”里的项太多",
    "dict_type": "“{key}”下面应当是“名称: 内容”",
    "greater_than_equal": "“{key}”的值“{value}”太小",
    "string_pattern_mismatch": "“{key}”的写法“{value}”不对",
}


@dataclass(frozen=True)
class Declaration:
    """A file as plain data, with the line of every key; `name` is how findings call the file."""

    name: str
    data: Any
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def place(self, path: Sequence[str | int]) -> Place:
        """The line of the nearest key at or above `path`."""
        for length in range(len(path), 0, -1):
            if line := self.lines.get(tuple(path[:length])):
                return Place(self.name, f"第{line}行")
        return Place(self.name)


def read_yaml(file: Path, name: str) -> tuple[Declaration, list[Finding]]:
    """Read a YAML file in UTF-8; a syntax error or a key written twice is a finding, and the data then {}."""
    try:
        loader = yaml.CSafeLoader(file.read_text(encoding="utf-8-sig"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"第{line}行的 YAML 写法不对：检查缩进、冒号后的空格和引号是否成对"
        return Declaration(name, {}), [finding("PRO001", message, Place(name, f"第{line}行"))]
    except (UnicodeDecodeError, yaml.YAMLError):
        return Declaration(name, {}), [finding("PRO001", "文件不是 UTF-8 编码的文本", Place(name))]
    except OSError:
        return Declaration(name, {}), [finding("PRO001", "缺少这个文件，或没有权限读它", Place(name))]
    lines: dict[Path_, int] = {}
    repeated = _walk(node, (), lines) if node else []
    findings = [
        finding("PRO001", f"键“{path[-1]}”写了两次", Place(name, f"第{line}行"), fix="删去其中一个")
        for path, line in repeated
    ]
    return Declaration(name, data, lines), findings


def read_toml(file: Path, table: Sequence[str], name: str) -> Declaration | None:
    """Read one table of a TOML file; None where the file or the table is missing.

    Raises tomllib.TOMLDecodeError for a file that is not TOML.
    """
    if not file.is_file():
        return None
    data: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in table:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    return Declaration(name, data)


def check(
    declaration: Declaration, shape: Any, vocabulary: Mapping[int, Iterable[str]]
) -> tuple[Any, list[Finding]]:
    """Return the data in its `shape` (a type) and what is wrong with it; None where anything is.

    `vocabulary` gives, for each depth of a path, the keys that may stand there; suggestions come from it.
    """
    try:
        return TypeAdapter(shape).validate_python(declaration.data, strict=True), []
    except ValidationError as error:
        return None, [_complaint(declaration, item, vocabulary) for item in error.errors(include_url=False)]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return `是不是“…”？` with the nearest of `words`, or an empty string."""
    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”？" if near else ""


def _complaint(declaration: Declaration, item: Any, vocabulary: Mapping[int, Iterable[str]]) -> Finding:
    path: Path_ = item["loc"]
    key = str(path[-1]) if path else ""
    place = declaration.place(path)
    if item["type"] == "extra_forbidden":
        words = list(vocabulary.get(len(path), ()))
        fix = did_you_mean(key, words) or f"这里可以写：{'、'.join(words)}"
        return finding("PRO001", f"不认识的键“{key}”", place, fix=fix)
    if item["type"] == "literal_error":
        words = item["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        fix = did_you_mean(str(item["input"]), words) or f"可以写：{'、'.join(words)}"
        return finding("PRO001", f"“{key}”的值“{item['input']}”不对", place, fix=fix)
    template = _COMPLAINTS.get(item["type"], "“{key}”的写法不对")
    return finding("PRO001", template.format(key=key, value=item["input"]), place)


def _walk(node: yaml.Node, path: Path_, lines: dict[Path_, int]) -> list[tuple[Path_, int]]:
    """Note the line of every key below `node`; return the keys that one mapping holds twice."""
    repeated: list[tuple[Path_, int]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            if below in lines:
                repeated.append((below, key.start_mark.line + 1))
            lines[below] = key.start_mark.line + 1
            repeated += _walk(value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*path, index)] = value.start_mark.line + 1
            repeated += _walk(value, (*path, index), lines)
    return repeated
