"""What a clerk says of a new workspace -> the text of its settings, with comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reportgen.expressions import expression
from reportgen.model import CannotRun
from reportgen.workspace.settings import INBOX, LEDGER, OUTPUT

SYNTAX = "党政办=党政办公室、党综办：规范性文件、工作举措"
_SPAN = expression(
    r"(.*?)[(（](?:(\d{4})年?(?:起|以后)|(?:至|到)(\d{4})年?|(\d{4})年?[-—至到](\d{4})年?)[)）]"
)
_PLAIN = expression(r"[一-鿿][\w（）·〇]*|(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z]+(?:-[a-z]+)*")

_TEXT = """\
# reportgen 的设置。以 # 开头的行是说明，不起作用；去掉行首的“# ”就起作用。
# 冒号用英文的，后面空一格；保存时编码选 UTF-8。

# 单位名称，印在报告里
unit: {unit}

# 报告方案：templates 里的一个文件夹，规定收哪些表、算哪些数、报告怎么写，可以改
profile: {profile}

# 各部门交来的表放在哪里（里面按“年度/部门”分），写好的报告和表样放在哪里
inbox: {inbox}
output: {output}
# 底账放在哪里，不写就是这里；里面有个人信息，不要放进要发出去的文件夹
# ledger: {ledger}

# 报送部门，要写全；先后就是催报单、表样的先后。每个部门下面可以写：
#   aliases  别的叫法：文件夹、“填报单位”写了这些名称，也算这个部门。只在某些年用的叫法，
#            写成 {{name: 旧名称, until: {year}}}（到{year}年止）或 {{name: 新叫法, from: {next}}}（从{next}年起）
#   owes     要报送哪些表，写 {profile_plain} 方案里的表名；不写的照方案；什么也不报的写 owes: []
#            只在某些年要报的，写成 {{sheet: 表名, from: {next}}}
#   from、until  部门哪年起才有、到哪年为止；别的年度不向它要表
# 部门改名的，这里写新名称，旧名称写进 aliases，往年的文件夹不用动。
{departments}
# 报告里要印的文字，写了才印；某一年单独的写在年度下面。报送期限印在表样和催报的话里
# report:
#   主送机关: 市人民政府
#   署名: {unit_plain}人民政府
#   印章: 有
#   截止日期: {year}年12月31日
#   报送期限: {next}年1月10日
#   '{year}': {{文号: 某政发〔{next}〕1号, 成文日期: {next}年1月15日}}

# 几个单位一起管的（如县里管各乡镇，每个乡镇各出一份报告），写各单位的名称；来件夹按“年度/单位/部门”分。
# 写好以后再运行一次 reportgen init，各单位的文件夹和表样就有了。每个单位下面可以写：
#   unit    报告里印的全称；report  自己的署名、文号
#   without 没有的部门，或者 departments 只有的部门；from、until  单位哪年起才有、到哪年为止
# bodies:
#   甲镇: {{unit: 某县甲镇人民政府, report: {{署名: 甲镇人民政府}}}}
#   乙镇: {{}}

# 某一条核对的程度：error（错误）、warning（提醒）、off（不查）；编号见核对时列出的问题
# severity: {{编号: warning}}

# 核对用的数；有哪些，见报告方案的 parameters.yaml
# parameters: {{名称: 10}}

# 程序里还没有的放假安排，照国务院办公厅的通知写全年的：rest 放假，work 调休上班的周六、周日
# holidays:
#   {later}: {{rest: [{later}-01-01 至 {later}-01-03]}}
"""


class Asked(NamedTuple):
    """What a clerk says of a new workspace; `departments` is what the settings are to say of each."""

    unit: str
    year: int
    profile: str
    departments: Mapping[str, Mapping[str, Any]]


def settings_text(asked: Asked) -> str:
    """Return the settings of a workspace."""
    return _TEXT.format(
        unit=scalar(asked.unit),
        unit_plain=asked.unit,
        profile=scalar(asked.profile),
        inbox=INBOX,
        output=OUTPUT,
        ledger=LEDGER.as_posix(),
        profile_plain=asked.profile,
        departments="".join(_lines(asked.departments)) or "# departments:\n#   司法所:\n#     owes: []\n",
        year=asked.year,
        next=asked.year + 1,
        later=asked.year + 4,
    )


def departments(said: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what the settings are to say of departments that a clerk has typed, each as in SYNTAX; a name may have years
    behind it, as in 党政办（至2023）. Raises CannotRun.
    """
    found: dict[str, dict[str, Any]] = {}
    for text in said:
        head, colon, sheets = (each.strip() for each in re.sub("[：]", ":", text).partition(":"))
        name, equals, aliases = (each.strip() for each in head.replace("＝", "=").partition("="))
        if not name or (equals and not aliases):
            raise CannotRun(f"部门“{text}”写得不对；写成 {SYNTAX}")
        own, years = _span(name)
        keys: dict[str, Any] = dict(years)
        if aliases:
            keys["aliases"] = [_entry(each, "name") for each in _split(aliases)]
        if colon:
            keys["owes"] = [_entry(each, "sheet") for each in _split(sheets)]
        if own in found:
            raise CannotRun(f"部门“{own}”写了两次")
        found[own] = keys
    return found


def _split(text: str) -> list[str]:
    return [each.strip() for each in re.split("[,，、;；]", text) if each.strip()]


def _span(text: str) -> tuple[str, dict[str, int]]:
    """A name, and the years that stand in brackets behind it."""
    match = _SPAN.fullmatch(text)
    if not match:
        return text, {}
    first, last = match[2] or match[4], match[3] or match[5]
    years = {"from": first, "until": last}
    return match[1].strip(), {key: int(year) for key, year in years.items() if year}


def _entry(text: str, key: str) -> str | dict[str, str | int]:
    name, years = _span(text)
    return {key: name, **years} if years else name


def scalar(value: str | int) -> str:
    """Return a text or a number as YAML takes it: a text in quotes where it could be taken for something else."""
    if isinstance(value, int) or _PLAIN.fullmatch(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _lines(said: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    if said:
        yield "departments:\n"
    for name, keys in said.items():
        yield f"  {scalar(name)}:\n"
        for key, value in keys.items():
            yield f"    {key}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {scalar(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)
