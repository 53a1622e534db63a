"""A text -> the words by which it takes what it stands beside out of the count: 作废, 不计入, 未举办, 去年已报."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportgen.expressions import expression
from reportgen.model import Cell
from reportgen.tables.labels import joined

_LONGEST = 16  # signs of a text that says nothing else
_WITHIN = expression(  # led by all first signs: no branch is tried where none of these stands
    r"(?=[作已删本此该停废不未撤销登录填写误冲红予取重与并合剔多仅测另上属])(?:作废(?!后|旧)|已删除|删除(?:此|该|本)?[行条]|(?:本|此|该)[行条](?:请?删除?|无效|有误)|已?(?:停用|废弃)|不予?受理|未受理|撤案|销案|不(?:算|要|报)$|[登录填写]错|误登|冲销|冲红|红冲"
    r"|(?<!申请人)(?<!原告)(?:已|予以)?撤回(?!申请|起诉|诉讼|上诉)|已?取消(?!资格|后|婚|收费|限制|证明)|重复(?:登记|录入|填报|上报|报送|统计|计算|计入|件|$)|^重复(?!信访|来访|上访|走访|投诉|举报|申请|违法)"
    r"|与.{1,20}(?:重复|合并)|并入|合并(?:到|至|入|计)|不(?:再|予|应)?(?:计入|统计|纳入|计算|计数)|不计(?![分较成酬报])|剔除|误报|误填|误录|多报|仅供参考|测试数据|本行(?:为|是)?(?:示例|样例)"
    r"|未举[办行]|不在(?:本表)?(?:统计|报送|填报|上报)?范围|(?:已|另)由.{1,12}(?:上报|报送|填报|统计|计入)|上年结转|属于?[上去次下明]年)",
    re.MULTILINE,
)
_SYLLABLES = (
    "作废", "撤回", "取消", "重复", "并入", "合并", "不", "剔除", "误", "多报", "参考", "测试", "本行", "删", "停用", "废弃", "错",
    "无效", "冲", "未受", "未举", "撤案", "销案", "由", "结转", "属",
)  # fmt: skip
_DONE = r"(?:举办|举行|召开|开展|实施|进行|成行)"
_OF_OTHERS = r"(?:办|办公室|所|局|队|部门|单位|村|社区|站|中心|镇|[上去]年度?|\d年度?)"
_ALONE = expression(
    r"(?:[本此该]?[行条项]?(?:应|需|请|已经?|予以|待)?(?:作废|撤回|取消|重复?|重[报复]|删除?|去掉|剔除|注销|停用|废弃|合并|退[件回]|推迟|改期|暂缓|停办|错误?|有误|误|无效|核实?|查|确认)"
    r"|不(?:算|要|报|计|用|统计|计入|纳入)|登记错误|双计|备用|存疑|见上|测试[行用件]?|试填|test|demo|sample|example|参考"
    r"|[(（【\[]?(?:填写|填表|填报)?(?:例|示例|样例|范例|举例|样表|模板|范本)[行子]?[)）】\]]?"
    rf"|(?:活动|会议|培训|讲座|宣传)?(?:因.{{1,8}}?)?(?:尚|还|暂|最终|实际)?(?:未|没有?)(?:能|成功|实际|真正|按期|如期)*{_DONE}"
    r"|没有?[办开搞]成|流产|[仅只]筹备|去年的?|前年的?|结转|同(?:序号)?\d{1,4}|同一(?:案件?|事[件项]|纠纷|活动|人)"
    r"|(?:非|不[在是]|不属于?)[本我](?:镇|乡|街道|县|区|市|单位|辖区|所|村|局)(?:辖区|管辖|范围)?内?的?(?:案件|活动|人员?|事项)?|外[镇乡县市]的?(?:案件|活动|人员?|事项)?"
    r"|(?:参[加与])?(?:人数|人次|数[据字]|[此该本]数)(?:为|系|是|均)?(?:预估|估[计算]?|约数|概数|暂估|暂定|不准确?|不实|不全|待补|待核)的?[数值]?"
    rf"|(?:计划|预计|拟|待)(?:于.{{0,8}})?{_DONE}?中?|(?:推迟|改期|延期)[至到于].{{0,8}}(?:{_DONE}|[月日年季度])|延期{_DONE}"
    r"|[同见与](?:上一?[行条项件]|第?\d{1,4}[号行条项件])(?:同一件?|相同|一样)?"
    rf"|已经?(?:计入|统计)|.{{0,8}}{_OF_OTHERS}(?:已经?|另行?)(?:上?报|计入|统计|填报)过?)[。.!！]?",
    re.IGNORECASE,
)
# of a thing or a person in a register: there no more, or not yet
_NOT_THERE = expression(
    r"(?:人员|本人|证件?|合同|阵地|设施)?(?:现|均|将|拟|于?(?:19|20)\d\d年(?:\d{1,2}月)?)?已?经?"
    r"(?:调[离出走]|调[往至任到].{1,8}|退休|离[职岗任]|辞职|待岗|去世|死亡|病故|注销|解聘|拆除|拆迁|关闭|关停|撤销|停用|损毁|报废|搬[迁走]|灭失|不在[岗职编册]|不再.{1,8}|到.{1,8}(?:单位|工作|任职))了?"
    r"|(?:目前|现|正|尚|还)?在?(?:在建|规划|筹建|拟建|待建|建设|施工|.{0,10}?未(?:建成?|完工|启用|投用|投入使用|验收|开放)|待(?:验收|启用|开放))(?:之?中)?",
)
# signs at the end of what may be such a text
_LAST = frozenset(
    "作废撤回取消重复报删除去掉剔注销停用弃合并件推划迟改期缓办误错效查核认实算要计入疑上试填考例子表板本行开展施中样同过月日年季号条项TtEeOo)）】]。.!！ \t\n\u3000"
    "成产备转案纠纷动人镇乡道县区市位村局内的活估数值准确全补0123456789"
)
_LAST_OF_THINGS = frozenset("位离出走休职岗任世亡故销聘除迁闭停销用毁废失作建划设工收放成了中年")
_NOT_ALONE = frozenset(
    ("重", "核", "查", "错", "待", "本", "此", "该", "确认", "核实")
)  # said of what was done
_IN_ANY_COLUMN = frozenset(
    [
        "作废",
        "已作废",
        "删除",
        "已删除",
        "重复",
        "重复登记",
        "测试",
        "测试数据",
        "示例",
        "（示例）",
        "(示例)",
        "【示例】",
        "样例",
        "范例",
        "不计入",
        "不统计",
        "剔除",
        "误填",
        "误录",
        "取消",
        "已取消",
        "未举办",
    ]
)
_ASKS_WHY = ("期说明", "时说明", "限说明", "原因", "理由", "事由", "缘由")  # end the headings
_OF_TIME = expression(r"不(?:再|予|应)?计[入算](?!.{0,4}(?:统计|总数|件数|本表|报表|台账))")
_AT_THE_END = expression(r"[(（]([^()（）]{2,10})[)）]\s*$")
_BEFORE = expression(
    r"\s*(?:[(（【\[]([^()（）【】\[\]]{1,10})[)）】\]]|([^:：()（）【】\[\]]{1,10})[:：])(?=.)", re.DOTALL
)
_SET_APART = expression(
    r"(?:[-—－_，,/]\s*|\s)((?:已|因.{1,4})?(?:取消|作废|撤回)|未(?:举[办行]|开展|召开)|重复|不计入?|不统计)$|^(已?(?:取消|作废)|重复|未(?:举[办行]|开展|召开))\s*[-—－_\s]"
)
_APART = ("取消", "作废", "撤回", "未举", "未开展", "未召开", "重复", "不计", "不统计")
_OPENED, _CLOSED = ("(", "（", "【", "["), (")", "）")
_MARKS = (")", "）", "】", "]", "：", ":")
_OF_NAMES = expression(
    r"(?:删除?|去掉|待删|错误|有误|无效|测试|不用|未用|未举[办行]|未开展|未实施|未召开|推迟|改期)$|^(?:旧|废|废表|历史(?:数据|资料|台账|记录)?|原[表稿件])$"
)


@lru_cache(maxsize=4096)
def excluded(text: str) -> str:
    """Return the words by which a text takes what it stands beside out of the count, or an empty string."""
    found = _WITHIN.search(text)
    return found[0] if found else _alone(text)


@lru_cache(maxsize=4096)
def excluded_by_name(name: str) -> str:
    """Return the words by which the name of a sheet takes the sheet out of the count, or an empty string."""
    within = any(each in name for each in _SYLLABLES)
    found = (within and _WITHIN.search(name)) or _OF_NAMES.search(name.strip())
    return found[0] if found else ""


def exclusions(
    cells: Sequence[Cell], heading: str = "", *, of_things: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield the index of each cell of remarks with words of exclusion, and these words. `of_things` says that a row is a thing or
    a person, and no event: it does not count where it is no more, or not yet.

    Below a heading that asks why something took so long, 不计入 is said of days: 鉴定期间不计入.
    """
    if heading.endswith(_ASKS_WHY):
        cells = [_without_days(cell) if isinstance(cell, str) else cell for cell in cells]
    texts = joined(cells)
    within = any(each in texts for each in _SYLLABLES) and _WITHIN.search(texts)
    said = {
        cell: words
        for cell in {*cells}
        if isinstance(cell, str)
        and (
            ((within or cell[-1:] in _LAST) and (words := excluded(cell) if within else _alone(cell)))
            or (of_things and (words := _not_there(cell)))
        )
    }
    if said:
        yield from (
            (at, said[cell]) for at, cell in enumerate(cells) if isinstance(cell, str) and cell in said
        )


def _without_days(text: str) -> str:
    """An explanation without what it says of days that do not count; words that stand alone are said of the row."""
    left = _OF_TIME.sub("", text)
    return left if left.strip("。.!！ ") else text


def voided(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Yield the index of each cell of other texts that words of exclusion stand before or behind, set apart by a stroke or in
    brackets, or that says nothing else, and the words.
    """
    if not _IN_ANY_COLUMN.isdisjoint(cells):
        yield from ((at, str(cell)) for at, cell in enumerate(cells) if cell in _IN_ANY_COLUMN)
    texts = joined(cells)
    if any(each in texts for each in _APART):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and (found := _SET_APART.search(cell.strip())):
                yield at, found[1] or found[2]
    if not any(each in texts for each in _MARKS):
        return
    for at, cell in enumerate(cells):
        if isinstance(cell, str) and cell and (words := _beside(cell)):
            yield at, words


def _beside(text: str) -> str:
    """The words of exclusion in brackets behind or before a text, or before a colon."""
    end, start = text[-_LONGEST:].rstrip(), text[:_LONGEST].lstrip()
    if end[-1:] in _CLOSED and (found := _AT_THE_END.search(end)) and (words := excluded(found[1])):
        return words
    if not (start[:1] in _OPENED or ":" in start or "：" in start) or not (found := _BEFORE.match(start)):
        return ""
    return excluded(found[1]) if found[1] else _label(found[2])


def _label(text: str) -> str:
    """The words of exclusion that the text before a colon ends with: 活动取消： but not 取消收费：."""
    found = _WITHIN.search(text)
    return found[0] if found and found.end() == len(text) else _alone(text)


def _not_there(text: str) -> str:
    """The whole of a short text that says that a thing or a person is no more, or not yet."""
    text = text[: _LONGEST + 1].strip("。.!！ \t\n\u3000")
    return text if text[-1:] in _LAST_OF_THINGS and _NOT_THERE.fullmatch(text) else ""


@lru_cache(maxsize=4096)
def _alone(text: str) -> str:
    """The whole of a short text that says nothing but that something does not count."""
    if len(text) > _LONGEST:
        return ""
    text = text.strip()
    return text if text not in _NOT_ALONE and _ALONE.fullmatch(text) else ""
