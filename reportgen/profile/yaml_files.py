"""A YAML or TOML file and its shape -> data, or findings with line and suggestion.

The only module that knows PyYAML. Shapes are checked here and not by pydantic, whose import alone takes longer
than building a report.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Required, get_args, get_origin, get_type_hints, is_typeddict

from reportgen.expressions import expression
from reportgen.model import Finding, Place
from reportgen.rules import did_you_mean, finding

if TYPE_CHECKING:
    import yaml

Path_ = tuple[str | int, ...]
_Departure = tuple[Path_, str, str]  # where, what is wrong, and the remedy or nothing
_NAMES = {
    str: "文字（是数字的话加引号）",
    bool: " true 或 false",
    int: "整数",
    float: "数",
    date: "日期，如 2024-01-01",
}


_QUOTE = (
    "写在 { } 里的条件里面有逗号的，整个条件要加双引号，如 {where: \"结果 IN ('维持', '撤销')\", unit: 件}。"
)
_COMMA_IN_BRACES = expression(r"\{[^}\"]*:\s*[^\s\"'{\[][^\"{}\[\]]*\([^)\"]*,")
_CUT_OFF = expression(r"[()'=<>]")  # in a key: the rest of a condition behind its comma


@dataclass(frozen=True)
class Declaration:
    """A file as plain data, with the line of every key; `name` is how findings call the file, and `files` how they call that
    of a top key, where several files were put together.
    """

    name: str
    data: Any
    lines: Mapping[Path_, int] = field(default_factory=dict)
    files: Mapping[str | int, str] = field(default_factory=dict)

    def place(self, path: Sequence[str | int]) -> Place:
        """The line of the nearest key at or above `path`."""
        name = self.files.get(path[0], self.name) if path else self.name
        for length in range(len(path), 0, -1):
            if line := self.lines.get(tuple(path[:length])):
                return Place(name, f"第{line}行")
        return Place(name)


def read_yaml(file: Path, name: str) -> tuple[Declaration, list[Finding]]:
    """Read a YAML file in UTF-8; a syntax error or a key written twice is a finding, and the data then {}."""
    import yaml  # which takes longer to load than the ledger to be opened

    try:
        text = file.read_text(encoding="utf-8-sig")
        if re.search(r"[\[{]{50}", re.sub(r"\s", "", text)):
            raise RecursionError
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        lines, repeated = _lines(node) if node else ({}, [])
        data = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"第{line}行的 YAML 写法不对：检查缩进、冒号（要用英文的，后面空一格）和引号是否成对"
        begun = error.context_mark.line if error.context_mark else line - 1
        around = text.splitlines()[min(begun, line - 1) : line]
        fix = _QUOTE if any(_COMMA_IN_BRACES.search(each) for each in around) else ""
        return Declaration(name, {}), [finding("PRO001", message, Place(name, f"第{line}行"), fix=fix)]
    except UnicodeDecodeError:
        fix = "用记事本打开，另存为时把编码选成 UTF-8。"
        return Declaration(name, {}), [finding("PRO001", "文件不是 UTF-8 编码的文本", Place(name), fix=fix)]
    except yaml.YAMLError:
        fix = "找出并删去它，常见于从别处粘贴来的文字。"
        return Declaration(name, {}), [finding("PRO001", "文件里有不能用的控制字符", Place(name), fix=fix)]
    except (RecursionError, ValueError):
        for number, day in _no_days(text):
            message, fix = f"“{day}”不是日历上有的日期", "改成日历上有的日期"
            return Declaration(name, {}), [finding("PRO001", message, Place(name, f"第{number}行"), fix=fix)]
        message = "文件里有读不懂的写法：层次太深、引用了别处（& 和 *），或有不存在的日期和数"
        return Declaration(name, {}), [finding("PRO001", message, Place(name))]
    except OSError:
        return Declaration(name, {}), [finding("PRO001", "缺少这个文件，或没有权限读它", Place(name))]
    findings = [
        finding("PRO001", f"键“{path[-1]}”写了两次", Place(name, f"第{line}行"), fix="删去其中一个")
        for path, line in repeated
    ]
    return Declaration(name, data, lines), findings


def read_toml(file: Path, table: Sequence[str], name: str) -> Declaration | None:
    """Read one table of a TOML file; None where the file or the table is missing.

    Raises tomllib.TOMLDecodeError for a file that is not TOML.
    """
    import tomllib

    if not file.is_file():
        return None
    data: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in table:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    return Declaration(name, data)


def _no_days(text: str) -> Iterator[tuple[int, str]]:
    """The dates that no calendar has, each with its line."""
    for number, line in enumerate(text.splitlines(), 1):
        for day in re.findall(r"(?<![\w-])\d{4}-\d\d?-\d\d?(?![\w-])", line.partition("#")[0]):
            try:
                date(*map(int, day.split("-")))
            except ValueError:
                yield number, day


def check(declaration: Declaration, shape: Any) -> list[Finding]:
    """Return where the data departs from their `shape`: str, bool, int, float, a Literal, list[…], dict[str, …],
    a union of these, or a TypedDict, whose keys are the only ones allowed.
    """
    return [
        finding("PRO001", message, declaration.place(path), fix=fix)
        for path, message, fix in _departures(declaration.data, shape, ())
    ]


def unknown(declared: Declaration, path: Path_, what: str, name: str, names: Iterable[str]) -> Finding:
    """Return the finding that a declared name means nothing, with the one that was meant or those that there are."""
    listed = [each for each in names if not each.startswith("_")]
    fix = did_you_mean(name, listed) or f"可以写：{'、'.join(listed[:20])}"
    return finding("PRO002", f"没有叫“{name}”的{what}", declared.place(path), fix=fix)


def _departures(value: Any, shape: Any, path: Path_) -> Iterable[_Departure]:
    """Return each departure of a value from its shape."""
    if get_origin(shape) is UnionType:
        fitting = [each for each in get_args(shape) if isinstance(value, get_origin(each) or each)]
        shape = (fitting or get_args(shape))[0]
    last = path[-1] if path else "文件"
    key = f"第{last + 1}项" if isinstance(last, int) else str(last)
    if isinstance(last, int) and len(path) > 1 and not isinstance(value, (dict, list)):
        key = f"{path[-2]}”里的“{'空白' if value is None else value}"
    if get_origin(shape) is Literal:
        return _from_words(value, get_args(shape), path, key)
    if is_typeddict(shape) or get_origin(shape) is dict:
        return _from_mapping(value, shape, path, key)
    if get_origin(shape) is list:
        return _from_list(value, get_args(shape)[0], path, key)
    return _from_plain(value, shape, path, key)


def _from_words(value: Any, words: Sequence[str], path: Path_, key: str) -> Iterator[_Departure]:
    if value not in words:
        fix = did_you_mean(str(value), words) or f"可以写：{'、'.join(words)}"
        yield path, f"“{key}”的值“{value}”不对", fix


def _from_mapping(value: Any, shape: Any, path: Path_, key: str) -> Iterator[_Departure]:
    if not isinstance(value, dict):
        yield path, f"“{key}”下面应当是“名称: 内容”", ""
        return
    if is_typeddict(shape):
        shapes = _shapes(shape)
        for name in _required(shape):
            if name not in value:
                yield path, f"“{key}”缺少“{name}”", ""
    else:
        shapes = dict.fromkeys(value, get_args(shape)[1])
    for name, below in value.items():
        if not isinstance(name, str):
            yield (*path, str(name)), f"键“{name}”应当是文字", "给它加上引号"
        elif name in shapes:
            yield from _departures(below, shapes[name], (*path, name))
        else:
            fix = did_you_mean(str(name), shapes) or f"这里可以写：{'、'.join(shapes)}"
            fix = _QUOTE if below is None and _CUT_OFF.search(name) else fix
            yield (*path, name), f"不认识的键“{name}”", fix


def _from_list(value: Any, shape: Any, path: Path_, key: str) -> Iterator[_Departure]:
    if not isinstance(value, list):
        yield path, f"“{key}”应当是清单，写作 [甲, 乙]", ""
        return
    if not value and key not in ("from", "owes"):
        yield path, f"“{key}”是空的清单", "写上内容，或删去这一行"
    for index, item in enumerate(value):
        yield from _departures(item, shape, (*path, index))


def _from_plain(value: Any, shape: Any, path: Path_, key: str) -> Iterator[_Departure]:
    fits = isinstance(value, (int, float) if shape is float else shape)
    if not fits or (isinstance(value, bool) and shape is not bool):
        here = "" if "”里的“" in key else f"，这里是“{'空白' if value is None else value}”"
        yield path, f"“{key}”应当是{_NAMES[shape]}{here}", ""


_shapes = functools.cache(get_type_hints)


@functools.cache
def _required(shape: Any) -> list[str]:
    """The keys marked Required; a TypedDict's own __required_keys__ leaves out annotations that are not evaluated."""
    hints = get_type_hints(shape, include_extras=True)
    return [name for name, each in hints.items() if get_origin(each) is Required]


def _lines(node: yaml.Node) -> tuple[dict[Path_, int], list[tuple[Path_, int]]]:
    """Return the line of every key and list item below a node, and the keys that one mapping holds twice, with theirs.

    Raises ValueError for a node that stands in two places: a few aliases can stand for a billion nodes.
    """
    lines: dict[Path_, int] = {}
    repeated: list[tuple[Path_, int]] = []
    seen = {id(node)}
    for path, line, value in _entries(node, ()):
        if id(value) in seen:
            raise ValueError
        seen.add(id(value))
        if path in lines and isinstance(path[-1], str):
            repeated.append((path, line))
        lines[path] = line
    return lines, repeated


def _entries(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, int, yaml.Node]]:
    """Yield path, line and value of each entry below a node, one that holds others before these."""
    import yaml

    below: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        below = [(str(key.value), key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = [(index, value, value) for index, value in enumerate(node.value)]
    for name, named, value in below:
        here = (*path, name)
        yield here, named.start_mark.line + 1, value
        if not isinstance(value, yaml.ScalarNode):
            yield from _entries(value, here)
