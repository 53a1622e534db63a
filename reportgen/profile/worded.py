"""A condition of the profile in SQL -> the same in Chinese, for who reads how a number or a finding comes about.

Only what is known is put into words, and wholly: where a condition has anything else, nothing is returned, and whoever asks says
where the condition is written. The only module that knows sqlglot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reportgen.expressions import expression
from reportgen.ledger.sql import of_last_year
from reportgen.model import Check, FigureDefinition, Kind
from reportgen.profile.parsed import Expression, Unknown, bare, part, unlike
from reportgen.profile.plain_conditions import tree
from reportgen.profile.queries import PLACEHOLDER, condition
from reportgen.profile.terms import is_of_one_sheet, variants

_OF_A_ROW = {"_year": "年度", "_department": "报送部门", "_unit": "单位"}
_CALLED = {
    "report_year": "报告年度", "report_start": "报告期开始日期", "cutoff": "截止日期", "last_cutoff": "上年的截止日期", "workdays": "从{}到{}的工作日数", "days": "从{}到{}的天数", "legaldays": "从{}到{}的天数（最后一日放假的，顺延到上班的第一日）", "year": "{}的年份",
    "month": "{}的月份", "coalesce": "{}（没有填的看{}）", "length": "{}的字数", "abs": "{}的绝对值", "plain": "{}", "people": "{}里的人数",
    "round": "{}四舍五入到整数",
    "rounded": "{}四舍五入到{}位小数",
}  # fmt: skip
_DAYS_OF_THE_REPORT = ("report_start", "cutoff", "last_cutoff")
_COMPARED = {"EQ": "等于", "NEQ": "不等于", "GT": "大于", "GTE": "不小于", "LT": "小于", "LTE": "不大于"}
_OF_DAYS = {"EQ": "是", "NEQ": "不是", "GT": "晚于", "GTE": "不早于", "LT": "早于", "LTE": "不晚于"}
_SUMS = {"Add": "加", "Sub": "减", "Mul": "乘以", "Div": "除以"}
_DAY = expression(r"(\d{4})-(\d\d)-(\d\d)")
_DAY_OF_YEAR = expression(r"-(\d\d)-(\d\d)")
_YEARS_AWAY = expression(r"^报告年度([加减])(\d+)$")
_JOINING = "至起止到由从"
_NUMBER = expression(r"-?\d+(?:\.\d+)?")


def in_words(sql: str, sheet: str, kinds: Mapping[str, Kind]) -> str:
    """Return a condition on a sheet in Chinese, or an empty string where not all of it can be said."""
    try:
        return Words(kinds, sheet).said(tree(sql) or _parsed(sql))
    except (Unknown, RecursionError):
        return ""


def _parsed(sql: str) -> Expression:
    """The tree of what is no plain condition. Raises Unknown."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        return sqlglot.parse_one(sql, dialect="sqlite")
    except SqlglotError:
        raise Unknown from None


def defined(figure: FigureDefinition, kinds: Mapping[str, Kind]) -> str:
    """Return in Chinese how a figure comes about."""
    words = ""
    if where := condition(figure):
        words = in_words(where, figure.sheet, kinds) or f"写在 figures.yaml 的“{figure.full_name}”里"
    if figure.held and figure.parts:  # whose sheets are others'
        words = "，".join(f"{name}是“{value}”" for name, value in figure.held)
    text = str(replace(figure, where=words))
    for name, said in _OF_A_ROW.items():
        text = text.replace(name, said)
    return text


def wrong_where(check: Check, kinds: Mapping[str, Kind]) -> str:
    """Return in Chinese which rows a check finds wrong."""
    if check.each:
        first, *others = variants(check)
        also = "、".join(check.each[1:])
        return wrong_where(first, kinds) + (f"；{also}也这样查" if others else "")
    if check.equation:
        return _unequal(check, kinds)
    words = (
        in_words(check.fails, check.sheet, kinds)
        if check.fails
        else _of_query(check.query, kinds, check.sheet)
    )
    if words:
        return words
    said = PLACEHOLDER.sub("……", check.says)
    return f"条件写在 {check.file} 的“{check.code}”里，查出来的行提示“{said}”"


def _unequal(check: Check, kinds: Mapping[str, Kind]) -> str:
    """An equation in Chinese, with what becomes of it."""
    left, _, right = check.equation.strip().partition("=")
    condition = f"{left}<>{right}"
    compared = f"SELECT _source, _row FROM {check.sheet} WHERE {condition}"
    within = is_of_one_sheet(check.equation)
    words = in_words(condition, check.sheet, kinds) if within else _of_query(compared, kinds, check.sheet)
    words = words or f"{check.equation.strip()} 不成立"
    return f"{words}；再由错出来的数推算最可能是哪一格错、错在哪里，在那一格提示"


def held(check: Check) -> str:
    """Return in Chinese the days of a row for which a check holds; empty where it holds for all."""
    first, last = (_day_in_words(day) for day in (check.since, check.until))
    spans = [f"不早于{first}"] * bool(first) + [f"不晚于{last}"] * bool(last)
    return f"只查{named(check.by)}{'、'.join(spans)}的" if spans else ""


def _day_in_words(text: str) -> str:
    day = _DAY.fullmatch(text)
    return f"{day[1]}年{int(day[2])}月{int(day[3])}日" if day else ""


def _of_query(sql: str, kinds: Mapping[str, Kind], sheet: str) -> str:
    """Which rows a SELECT finds in Chinese, or an empty string where not all of it can be said."""
    from reportgen.profile.worded_queries import said

    both_years = {**kinds, **{of_last_year(name): kind for name, kind in kinds.items()}}
    try:
        return said(_parsed(sql), both_years, sheet)
    except (Unknown, RecursionError):
        return ""


def named(column: str) -> str:
    """Return a column's name, in quotes where it would run into the words around it."""
    return f"“{column}”" if column[-1] in _JOINING else column  # “有效期至”早于


class Words:
    """Puts the parts of a condition into words; the fields of the sheet tell which columns hold dates, and which 是 or 否."""

    def __init__(self, kinds: Mapping[str, Kind], sheet: str) -> None:
        self._kinds = kinds
        self._fields = kinds[sheet].fields if sheet in kinds else {}

    def said(self, node: Expression) -> str:
        """Return what is true or false in words. Raises Unknown."""
        name = type(node).__name__
        if name in ("And", "Or"):
            return self._joined(node, name)
        if name == "Paren":
            return self.said(part(node, "this"))
        if name == "Not":
            return self._not(part(node, "this"))
        if name in _COMPARED:
            return self._compared(node, name)
        known: Mapping[str, Callable[[Expression, bool], str]] = {
            "Is": self._blank, "In": self._among, "Between": self._between, "Like": self._like, "Glob": self._like
        }  # fmt: skip
        if name not in known:
            raise Unknown
        negated = bool(node.args.get("negate"))
        return known[name](node, negated)

    def _joined(self, node: Expression, name: str) -> str:
        sides = (part(node, "this"), part(node, "expression", only=("this", "expression")))
        other = "Or" if name == "And" else "And"
        parts = [
            f"（{self.said(side)}）" if type(bare(side)).__name__ == other else self.said(side)
            for side in sides
        ]
        return ("，并且" if name == "And" else "，或者").join(parts)

    def _not(self, node: Expression) -> str:
        inner = bare(node)
        name = type(inner).__name__
        if name in ("Is", "In", "Between", "Like", "Glob"):
            negated = not inner.args.get("negate")
            how = {"Is": self._blank, "In": self._among, "Between": self._between}.get(name, self._like)
            return how(inner, negated)
        return f"不满足（{self.said(inner)}）"

    def _blank(self, node: Expression, negated: bool) -> str:
        if type(part(node, "expression", only=("this", "expression", "negate"))).__name__ != "Null":
            raise Unknown
        return f"{self._column(part(node, 'this'))}{'填了' if negated else '没有填'}"

    def _compared(self, node: Expression, name: str) -> str:
        left, right = (
            bare(part(node, "this")),
            bare(part(node, "expression", only=("this", "expression"))),
        )
        if {type(left).__name__, type(right).__name__} == {"Is"}:
            return self._both_blank(left, right, name)
        if type(left).__name__ == "Literal" and type(right).__name__ == "Column":
            left, right, name = right, left, _turned(name)
        one, two = self._value(left), self._value(right, of=left)
        if self._is_day(left) or self._is_day(right):
            return f"{one}{_OF_DAYS[name]}{two}"
        worded = (two.startswith("“") and type(right).__name__ == "Literal") or (
            type(left).__name__ == "Column" and self._is_truth(left)
        )
        if name in ("EQ", "NEQ") and worded:
            return f"{one}是{two}" if name == "EQ" else f"{one}填的不是{two}"
        return f"{one}{_COMPARED[name]}{two}"

    def _both_blank(self, left: Expression, right: Expression, name: str) -> str:
        for each in (left, right):
            self._blank(each, False)
        one, two = self._column(part(left, "this")), self._column(part(right, "this"))
        if name not in ("EQ", "NEQ"):
            raise Unknown
        return f"{one}和{two}只填了一个" if name == "NEQ" else f"{one}和{two}都填了，或者都没有填"

    def _among(self, node: Expression, negated: bool) -> str:
        what = self._value(part(node, "this", only=("this", "expressions", "query", "negate")))
        if query := node.args.get("query"):
            return f"{what}{'不' if negated else ''}在{self._rows(bare(query))}里"
        values = "、".join(self._value(each, of=part(node, "this")) for each in node.expressions)
        if len(node.expressions) == 1:
            return f"{what}{'填的不' if negated else ''}是{values}"
        return f"{what}填的不是{values}中的任何一个" if negated else f"{what}是{values}中的一个"

    def _rows(self, query: Expression) -> str:
        """The values of one column of another sheet: “执法人员”表的执法证号."""
        used = {key for key, value in query.args.items() if value}
        if type(query).__name__ == "Subquery":
            return self._rows(part(query, "this", only=("this",)))
        if type(query).__name__ != "Select" or not used <= {"expressions", "from", "from_", "where"}:
            raise Unknown
        (column,) = query.expressions if len(query.expressions) == 1 else (None,)
        source = query.args.get("from_") or query.args.get("from")
        if (
            column is None
            or source is None
            or type(source.this).__name__ != "Table"
            or source.this.args.get("alias")
        ):
            raise Unknown
        there = Words(self._kinds, str(source.this.name))
        rows = f"“{source.this.name}”表的{there._column(unlike(column))}"
        where = query.args.get("where")
        return rows + (f"（只看{there.said(where.this)}的行）" if where else "")

    def _between(self, node: Expression, negated: bool) -> str:
        what = self._value(part(node, "this", only=("this", "low", "high", "negate")))
        low, high = (self._value(part(node, side), of=part(node, "this")) for side in ("low", "high"))
        return f"{what}{'不' if negated else ''}在{low}到{high}之间"

    def _like(self, node: Expression, negated: bool) -> str:
        what = self._column(part(node, "this", only=("this", "expression", "negate")))
        pattern = part(node, "expression")
        if type(pattern).__name__ == "DPipe" and type(node).__name__ == "Like":
            return f"{what}里{'没有' if negated else '有'}{self._between_any(pattern)}"
        if type(pattern).__name__ != "Literal" or not pattern.is_string:
            raise Unknown
        text = str(pattern.this)
        if type(node).__name__ == "Glob" and (
            text != f"*{text[1:-1]}*" or set("*?[").intersection(text[1:-1])
        ):
            return f"{what}的写法{'不' if negated else ''}合于“{text}”（*代表任意的字，[]里任取一个字）"
        if type(node).__name__ == "Glob":
            return f"{what}里{'没有' if negated else '有'}“{text[1:-1]}”"
        inner = text.strip("%")
        if not inner or "%" in inner or "_" in inner:
            raise Unknown
        if text[0] == text[-1] == "%":
            return f"{what}里{'没有' if negated else '有'}“{inner}”"
        how = f"以“{inner}”" + ("结尾" if text[0] == "%" else "开头")
        return f"{what}{'不' if negated else ''}{how if '%' in text else f'是“{inner}”'}"

    def _between_any(self, pattern: Expression) -> str:
        """'%' || 长度 || '米%' is what has 长度 and 米 in it, one after the other."""
        parts = [pattern]
        while type(parts[0]).__name__ == "DPipe":
            parts[:1] = [
                bare(part(parts[0], "this")),
                bare(part(parts[0], "expression", only=("this", "expression", "safe"))),
            ]
        ends = [str(each.this) if type(each).__name__ == "Literal" else "" for each in (parts[0], parts[-1])]
        if (
            len(parts) < 3
            or ends[0] != "%"
            or not ends[1].endswith("%")
            or "%" in ends[1][:-1]
            or "_" in ends[1]
        ):
            raise Unknown
        said = [self._value(each) for each in parts[1:-1]] + ([f"“{ends[1][:-1]}”"] if ends[1] != "%" else [])
        return "接".join(said)

    def _value(self, node: Expression, of: Expression | None = None) -> str:
        """A value in words; a literal, as one of the column `of`."""
        node = bare(node)
        name = type(node).__name__
        if name == "Column":
            return self._column(node)
        if name == "Literal":
            return self._literal(node, of)
        if name == "Neg":
            return f"-{self._value(part(node, 'this', only=('this',)))}"
        if name == "DPipe":
            return self._day_of_year(node)
        if name in _SUMS:
            return self._sum(node, name)
        if name == "Case":
            return self._case(node, of)
        if name == "Coalesce" and len(node.expressions) == 1:
            first, other = self._column(node.this), self._column(node.expressions[0])
            return f"{first}（没有填的看{other}）"
        return self._call(node)

    def _column(self, node: Expression) -> str:
        node = bare(node)
        if type(node).__name__ != "Column" or {key for key, value in node.args.items() if value} != {"this"}:
            raise Unknown
        name = str(node.name)
        if name in _OF_A_ROW:
            return _OF_A_ROW[name]
        if name not in self._fields:
            raise Unknown
        return named(name)

    def _literal(self, node: Expression, of: Expression | None) -> str:
        text = str(node.this)
        if node.is_string:
            return _day_in_words(text) or f"“{text}”"
        if of is not None and self._is_truth(of) and text in ("0", "1"):
            return "“是”" if text == "1" else "“否”"
        if not _NUMBER.fullmatch(text):
            raise Unknown
        return text

    def _day_of_year(self, node: Expression) -> str:
        """report_year() || '-12-31' is 报告年度12月31日."""
        right = bare(part(node, "expression", only=("this", "expression", "safe")))
        day = _DAY_OF_YEAR.fullmatch(str(right.this)) if type(right).__name__ == "Literal" else None
        if not day:
            raise Unknown
        left = self._value(part(node, "this"))
        years = {"报告年度加1": "报告年度的下一年", "报告年度减1": "报告年度的上一年"}
        said = _YEARS_AWAY.sub(lambda away: f"报告年度{'后' if away[1] == '加' else '前'}第{away[2]}年", left)
        return f"{years.get(left, said)}{int(day[1])}月{int(day[2])}日"

    def _sum(self, node: Expression, name: str) -> str:
        sides = [part(node, "this"), part(node, "expression", only=("this", "expression", "typed", "safe"))]
        parts = [
            f"（{self._value(side)}）" if type(bare(side)).__name__ in _SUMS else self._value(side)
            for side in sides
        ]
        return _SUMS[name].join(parts)

    def _case(self, node: Expression, of: Expression | None) -> str:
        if {key for key, value in node.args.items() if value} - {"ifs", "default"} or not node.args.get(
            "default"
        ):
            raise Unknown
        cases = [
            f"{self.said(each.this)}的为{self._value(part(each, 'true'), of)}" for each in node.args["ifs"]
        ]
        return f"（{'，'.join(cases)}，否则为{self._value(part(node, 'default'), of)}）"

    def _call(self, node: Expression) -> str:
        """A function that the profile may call."""
        if type(node).__name__ == "Anonymous":
            name, given = str(node.this).lower(), list(node.expressions)
        else:
            name, given = type(node).__name__.lower(), []
            for value in node.args.values():
                given += value if isinstance(value, list) else [value] if value else []
        if name not in _CALLED or _CALLED[name].count("{}") != len(given):
            raise Unknown
        return _CALLED[name].format(*map(self._value, given))

    def _is_day(self, node: Expression) -> bool:
        node = bare(node)
        if type(node).__name__ == "Column":
            declared = self._fields.get(str(node.name))
            return bool(declared and declared.type == "date")
        called = type(node).__name__ == "Anonymous" and str(node.this).lower() in _DAYS_OF_THE_REPORT
        return called or type(node).__name__ == "DPipe" or bool(_DAY.fullmatch(str(node.this)))

    def _is_truth(self, node: Expression) -> bool:
        declared = self._fields.get(str(bare(node).name))
        return bool(declared and declared.type == "boolean")


def _turned(name: str) -> str:
    return {"GT": "LT", "LT": "GT", "GTE": "LTE", "LTE": "GTE"}.get(name, name)
