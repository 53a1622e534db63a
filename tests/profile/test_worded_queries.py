"""Queries in Chinese: what is known wholly, or nothing of it."""

from __future__ import annotations

import pytest

from reportgen.model import Check, Field, Kind
from reportgen.profile.worded import wrong_where

_NUMBER, _TEXT, _DAY = Field(type="integer"), Field(type="string"), Field(type="date")
KINDS = {
    "台账": Kind(name="台账", title="", fields={"日期": _DAY, "结果": _TEXT, "人数": _NUMBER, "姓名": _TEXT}),
    "月报": Kind(name="月报", title="", fields={"月份": _NUMBER, "件数": _NUMBER}),
    "名册": Kind(name="名册", title="", fields={"姓名": _TEXT, "有效期至": _DAY}),
}
COUNTED = (
    "SELECT * FROM (SELECT 月报._source, 月报._row, 件数, (SELECT {} FROM 台账 WHERE month(台账.日期) = 月报.月份) AS 数"
    " FROM 月报{}) WHERE 件数 <> 数"
)
NTH = "SELECT * FROM (SELECT _source, _row, count(*) OVER (PARTITION BY 日期, 姓名{}) AS 次 FROM 台账) WHERE 次 > 1"
IN_ORDER = " ORDER BY _source, _row"


def words(query: str) -> str:
    check = Check(code="A1", title="", sheet="月报", severity="error", says="甲", query=query)
    return wrong_where(check, KINDS)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT _source, _row FROM 台账 WHERE 姓名 NOT IN (SELECT 姓名 FROM 名册)", "姓名不在“名册”表的姓名里"),
        (COUNTED.format("count(*)", ""), "件数不等于“数”；其中“数”是“台账”表里日期的月份等于本行的月份的行数"),
        (COUNTED.format("sum(人数)", ""), "件数不等于“数”；其中“数”是“台账”表里日期的月份等于本行的月份的行的人数合计"),
        (COUNTED.format("added(人数)", ""), "件数不等于“数”；其中“数”是“台账”表里日期的月份等于本行的月份的行的人数合计"),
        (COUNTED.format("max(人数)", " WHERE 件数 > 0"), "件数不等于“数”；只看件数大于0的行；其中“数”是“台账”表里日期的月份等于本行的月份的行里最大的人数"),
        ("SELECT _source, _row FROM 月报 WHERE 件数 > (SELECT count(*) FROM 台账)", "件数大于“台账”表的行数"),
        (NTH.format(IN_ORDER), "“次”大于1；其中“次”是这一行在日期、姓名相同的行里排第几"),
        (NTH.format(""), "“次”大于1；其中“次”是日期、姓名相同的行数"),
        (
            "SELECT 甲._source, 甲._row FROM 台账 AS 甲 JOIN 名册 AS 乙 ON 乙.姓名 = 甲.姓名 WHERE 乙.有效期至 < 甲.日期",
            "和“名册”表里的行相比（“名册”表的姓名等于姓名）；“名册”表的“有效期至”早于日期",
        ),
    ],
)  # fmt: skip
def test_a_query_is_put_into_words(query: str, said: str) -> None:
    assert words(query) == said


@pytest.mark.parametrize(
    "query",
    [
        "SELECT _source, _row FROM 台账",
        "SELECT _source, _row FROM 台账 LIMIT 3",
        "SELECT _source, _row FROM 没有的表 WHERE 人数 = 1",
        "SELECT _source, _row FROM 台账 GROUP BY 姓名 HAVING count(*) > 1",
        "SELECT _source, _row FROM 台账 WHERE 人数 = 1 UNION SELECT _source, _row FROM 台账 WHERE 人数 = 2",
        "WITH 甲 AS (SELECT * FROM 台账) SELECT _source, _row FROM 甲 WHERE 人数 = 1",
        "SELECT 甲._source, 甲._row FROM 台账 AS 甲 JOIN 台账 AS 乙 ON 乙.姓名 = 甲.姓名 WHERE 甲.人数 > 乙.人数",
        "SELECT 甲._source, 甲._row FROM 台账 AS 甲 LEFT JOIN 名册 AS 乙 ON 乙.姓名 = 甲.姓名 WHERE 乙.姓名 IS NULL",
        COUNTED.format("count(distinct 姓名)", ""),
        COUNTED.format("count(*)", " LIMIT 1"),
        NTH.format(" ORDER BY 人数"),
        NTH.format(" ORDER BY _source, _row ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"),
        "不是 SQL (",
    ],
)
def test_what_is_not_known_is_not_put_into_words(query: str) -> None:
    assert words(query) == "条件写在 checks.yaml 的“A1”里，查出来的行提示“甲”"
