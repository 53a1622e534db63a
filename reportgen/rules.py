"""The built-in findings: what each code means, why it matters and how to mend it. Knowledge lives here once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.model import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A built-in finding's title, weight, reason and remedy, as `explain` prints them."""

    title: str
    severity: Severity
    why: str
    fix: str


RULES: dict[str, Rule] = {
    "FIL001": Rule("文件打不开", "error", "打不开的文件里可能有应当统计的数据。", "按提示处理后放回原处，再收集一次。"),
    "FIL002": Rule("年度互相矛盾", "error", "文件夹、标题行和 --year 说的年度不一致时，不能确定数据属于哪一年。", "核对数据年度；改正标题行，或把文件移到正确的年度文件夹。"),
    "FIL003": Rule("不知道是哪一年的", "error", "没有年度的数据不能计入任何一年的报告。", "把文件放进以年度命名的文件夹（如 2023），或用 --year 指明年度；与报送无关的，移出来件夹。"),
    "FIL004": Rule("不知道是哪个部门的", "error", "每一行数据都要能追到报送部门。", "把文件放进以部门命名的文件夹，或在表的标题下写明“填报单位：”。"),
    "FIL005": Rule("不是工作簿的文件", "warning", "文字文件、扫描件里的数据没有收进底账。", "请部门交 Excel 表；与报告无关的文件，移出来件夹。"),
    "TAB001": Rule("认不出是什么表", "error", "认不出的表不会计入报告，其中的数据会漏掉。", "对照报送要求改表头，或把与报告无关的表移走。"),
    "TAB002": Rule("缺少必填的列", "error", "缺列的表无法核对，整张表没有收进底账。", "补上这一列，或把表头改成要求的叫法。"),
    "TAB003": Rule("像两种表", "error", "同一张表符合两种表的要求时，不猜。", "在标题行写明表名，或补全表头。"),
    "TAB004": Rule("两列是同一个意思", "error", "两列都像同一列时，不能确定取哪一列的数。", "删去一列，或改掉其中一个表头。"),
    "TAB005": Rule("缺少要用的列", "error", "没有这一列，要用它的数据项会悄悄算成没有。", "把表头改成要求的叫法，或补上这一列；确实没有内容的，列在、格空着。"),
    "TAB006": Rule("表头的单位换算不了", "error", "单位不是一类，数就不能放在一起算。", "把数改成要求的单位，并改正表头。"),
    "TAB007": Rule("隐藏的工作表", "warning", "隐藏的表多半是旧数据，照样会收进底账。", "取消隐藏看一看；不该报送的，从工作簿里删去。"),
    "TAB008": Rule("一张工作表里有两张表", "error", "只认得出一张，另一张的数会漏掉或读错。", "把两张表分放在两个工作表里。"),
    "TAB010": Rule("隐藏的行或列里有数据", "warning", "隐藏的行列多半是不想报送的旧数据，照样会收进底账。", "取消隐藏看一看；不该报送的，从表里删去。"),
    "TAB009": Rule("空表没有注明“无”", "warning", "忘了填的表和没有发生的事，看起来一样。", "问清部门；确实没有的，在表头下写一个“无”字。"),
    "CEL001": Rule("单元格读不成要求的类型", "error", "读不成的内容不会当作空白，也不会当作零。", "改成要求的写法；选填的格没有内容时可以空着。"),
    "CEL002": Rule("必填项为空", "error", "空白不等于零，不能替填表人决定。", "补填；确实没有的，问清填表人。"),
    "CEL003": Rule("取值不在规定范围", "error", "不在范围内的取值不会被任何数据项统计到。", "改成规定的取值之一。"),
    "CEL004": Rule("数值过大或过小", "error", "超出合理范围的数值多半是录入错误。", "核对原始材料后改正。"),
    "CEL005": Rule("写法不合规定", "error", "编号、代码的写法不合规定，就无法比对。", "按规定的写法改正。"),
    "CEL006": Rule("内容里有不可见的控制字符", "error", "控制字符写不进 Word 文件。", "在单元格里重新输入这段文字。"),
    "CEL009": Rule("数字的末几位已经丢失", "error", "Excel 的数字只有15位有效，更长的编号存成数字后，末几位变成了零。", "把这一列设成文本格式，对照原件重新输入。"),
    "CEL008": Rule("合并单元格里的数说不清", "error", "合并的格子说不清是几行各有一份，还是几行合起来一份。", "取消合并，每一行各填各的。"),
    "CEL007": Rule("错误值或没有算出的公式", "error", "错误值和没有结果的公式都不是空白，也不是零。", "改正公式，在 Excel 或 WPS 里打开、保存一次再报送。"),
    "ROW001": Rule("应当唯一的值重复", "error", "同一件事登记两次，会被数两次。", "删去重复的一行，或改正编号；是更正件的，请交整张表，不要只交改过的行。"),
    "ROW004": Rule("不像数据的行", "error", "看不懂的行既不能计入，也不能悄悄丢掉。", "是数据的，补齐必填的列；是说明、落款的，移到表外或删去。"),
    "ROW003": Rule("同样的行交了两次", "error", "同样的内容在两张表里各有一份，会被数两次。", "删去其中一份；确实是两件事的，写清编号或加以区分。"),
    "ROW002": Rule("合计与明细不符", "error", "合计行与各行之和不一致，说明有一处录错。", "重新计算合计，或核对明细。"),
    "OWE001": Rule("应报未报", "error", "没有收到的表不等于零报告。", "催报；确实没有发生的，请部门交一张只有表头、写一个“无”字的表。"),
    "OWE002": Rule("不归这个部门报送的表", "warning", "不在报送分工里的部门交来的表，可能与应报部门的重复。", "核对是否放错了文件夹；确属分工变化的，修改报告方案的 from。"),
    "OWE003": Rule("有更新的一份代替了这张表", "warning", "同一部门先后交来两份同样的表，只计较新的一份。", "核对两份的差别；旧的一份可以移出来件夹。"),
    "OWE004": Rule("分不清是更正还是另一件事", "error", "两份表里的日期和文字相同、别的内容不同：是更正就不能都计，是两件事就不能少计。", "是更正的，请交整张表，并在文件名里写上“更正”；是另外的事，请把两份放进同一个工作簿。"),
    "LED002": Rule("上次收集没有做完", "error", "收集中途断了，底账里新旧数据混在一起。", "再运行一次 reportgen collect。"),
    "LED001": Rule("底账需要重新收集", "error", "报告方案改过以后，底账里的行还是按旧方案读的。", "先运行 reportgen collect。"),
    "FIG002": Rule("要统计的列有空白", "error", "空白不等于零，求和、求极值都会因此出错。", "补填空白的单元格。"),
    "FIG003": Rule("要比较的上年数据有错", "error", "上年的数有错，比较出来的数也有错。", "改正上年的表，重新收集。"),
    "PRO001": Rule("报告方案读不懂", "error", "方案文件有语法错误，或有不认识的键。", "改正所指的一行；冒号、逗号、括号和引号都要用英文的，缩进用空格。"),
    "PRO002": Rule("报告方案前后对不上", "error", "方案里引用了没有声明的表、列或数据项。", "按提示改正名称。"),
    "PRO003": Rule("报告方案里的 SQL 有错", "error", "条件写错时，错的是方案而不是数据。", "按提示改正条件；列名照 sheets.yaml 里的写，文字用英文单引号。"),
    "SET001": Rule("设置里缺少要印的文字", "error", "报告要印的文字不能留空。", "在工作目录的 reportgen.yaml 里写上。"),
    "SET002": Rule("设置里有报告用不到的文字", "error", "写错名称的文字不会印进报告。", "改正名称，或删去这一行。"),
    "TPL001": Rule("标签没有这个名称", "error", "没有名称的标签不会悄悄留空。", "改正标签里的名称。"),
    "TPL002": Rule("段落标签没有配对", "error", "开始与结束不配对，就不知道哪一段该留、该重复。", "补上或删去对应的标签。"),
    "TPL003": Rule("标签写得不完整", "error", "残缺的标签会原样留在报告里。", "按 {{ 名称 }} 的写法改正。"),
    "TPL004": Rule("段落标签的位置填不了", "error", "跨段的标签要单独占一段。", "把开始和结束标签各放在单独一段，或都放在同一段里。"),
    "TPL005": Rule("标签没有内容可印", "error", "没有数据可算的数据项不能印进报告。", "补齐数据，或用条件把这一句包起来。"),
    "TPL006": Rule("内容里有 Word 装不下的字符", "error", "控制字符会使 Word 文件打不开。", "在来源单元格里重新输入这段文字。"),
    "TPL007": Rule("不认识的显示方式", "error", "竖线后面的词不认识时，不知道该怎么印。", "改成 同比、上年、口径 之一。"),
    "TPL008": Rule("模板不是可用的 Word 文件", "error", "模板打不开就没有报告。", "用 Word 或 WPS 另存为 .docx。"),
}  # fmt: skip


def finding(
    code: str, message: str, place: Place | None = None, *, department: str = "", fix: str = ""
) -> Finding:
    """Return a built-in finding; its weight and, unless given, its remedy come from the rule.

    Raises KeyError for a code that no rule has.
    """
    rule = RULES[code]
    return Finding(code, rule.severity, message, place or Place(), department, fix=fix or rule.fix)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return `是不是“…”？` with the nearest of `words`, or an empty string."""
    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”？" if near else ""
