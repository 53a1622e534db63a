"""The sentence before a number -> whether the number is of the whole of the year and of the place, or of what else."""

from __future__ import annotations

from reportgen.expressions import expression

_NUMERALS = "一二三四五六七八九十两"
# the last of these before a number says of which time it is
_TIMES = expression(
    r"(?P<whole>截[至止]到?[^，。；]{0,8}?(?:12月(?:底|末|31日)|年底|年末)|(?<![近前十])一年来|今年以来|(?<![近前])全年|今年|本年度?|年内|当年|(?<!\d)1月?[-—–~至到]12月)"
    rf"|(?P<part>截[至止]到?[^，。；]{{0,8}}?\d{{1,2}}月|[上下前]半年|季度|\d{{1,2}}月(?:\d|份|底|至|[-—–~])?|[{_NUMERALS}]月|其间|期间|[当本]天|当[日月周]|专项|行动[中，]"
    rf"|[宣活][传动][周月日]|近[\d{_NUMERALS}]+年|[\d{_NUMERALS}]+年来|[^，。；]{{0,10}}以来|历年)"
    r"|(?P<other>(?<![比较与同])(?:去年|上一?年度?|往年|前年|此前|次年|来年|明年|下一?年度))"
    r"|(?<![比较与同])(?P<year>(?:19|20)\d\d)年"
)
_TITLE = expression("《[^》]*》|〔[^〕]*〕")
_EACH = expression("每[年季月周日天场次人户个村]|平均|[人日月年户]均(?!不低于|不少于|至少)")
_PLAN = expression("力争|预计|确保|争取|下一步|下步|下阶段")
_ASKED = expression("计划|目标|要求|应当|必须|不得|[拟将](?=[^近])|任务|指标|努力")  # in the clause itself
_COMPARED = expression(
    "(?:同比|环比|较|比)[^，。；]*$|(?:增长|增加|减少|下降|提高|上升|提升|降低|增至|减至|升至|降至)(?:了|到)?$"
)
_BODIES = "村|社区|居委会|村委会|网格|调委会|工作室|调解室|工作站|服务站|服务所|服务中心|分中心|学校|(?<!集)中学(?![法习时员])|小学|小区|企业|公司|园区|支队|大队|中队|片区"
_NOT_BY_NAME = "面向|面对|针对|覆盖|惠及|涉及|深入|走进|走访|依托|发挥|推动|指导|通过|联合|组织|选派|推进|整合|健全|完善|建立|建成|打造|加强|围绕|坚持|引导|向|对|以|将|把|为|与|由|各|全"
# the last of these says of which place it is
_PLACES = expression(
    rf"(?P<whole>全[镇乡县市区]|全街道|我[镇乡县市区]|所有|辖区|各(?:镇街|行政村|{_BODIES}|单位|部门)|[\d{_NUMERALS}]+个(?:行政)?(?:{_BODIES}))"
    rf"|(?:^|(?<=[，。；、：]))[在到于]?(?!{_NOT_BY_NAME})(?P<part>[一-鿿]{{2,8}}?(?:{_BODIES}))"
)


def aside(sentence: str, clause: str, year: int) -> str:
    """Return why a number is not of the whole of `year` and of the place, or nothing: its `sentence` up to it says 上半年, 去年,
    the name of a village, or its `clause` that it is a plan, a difference, an average.
    """
    sentence = _TITLE.sub("", sentence)
    if _PLAN.search(sentence) or _ASKED.search(clause):
        return "计划"
    if _COMPARED.search(clause) or _EACH.search(clause):
        return "比较"
    for match in list(_TIMES.finditer(sentence))[-1:]:
        if match["part"]:
            return "部分时段"
        if match["other"] or (year and match["year"] and int(match["year"]) != year):
            return "别的年份"
    places = list(_PLACES.finditer(sentence))
    return "一部分" if places and places[-1]["part"] else ""
