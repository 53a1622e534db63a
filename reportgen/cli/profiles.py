"""What the user sees of profiles: which there are, how a copy differs, what a check finds, the numbers of a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.cli.console import say, show_findings
from reportgen.cli.lines import Line, Span, plain, show

if TYPE_CHECKING:
    from reportgen.opening import ProfileChecked
    from reportgen.proofreading.typed_numbers import Literal
    from reportgen.tasks.copies import Copied, Known
    from reportgen.tasks.differences import Difference
    from reportgen.workspace.settings import Workspace

SHOWN_NUMBERS = 10
_SHOWN_TEXT = 40  # signs of a paragraph
_WHO = {
    "here": "这里改的",
    "upstream": "随程序带来的方案改的，这里还没有改",
    "both": "两边都改了的，请看一看取哪一个",
    "unknown": "不一样的（不知道是从哪一版复制的，分不出是谁改的）",
}
_KEYS = {
    "title": "名称", "from": "由谁报送", "key": "一行的标识", "period": "算在哪一年的日期", "since": "从哪天算起的日期", "type": "类型", "required": "必填",
    "unique": "不能重复", "enum": "可选取值", "minimum": "最小", "maximum": "最大", "pattern": "写法的规则", "aliases": "别的叫法",
    "synonyms": "取值的别的写法", "unit": "单位", "personal": "个人信息", "only": "只请谁填", "as_of": "由哪个日期决定", "open": "日期没到时的取值",
    "example": "例子", "measure": "算什么", "where": "哪些行", "sheet": "取哪张表", "ratio": "分子和分母", "decimals": "小数位数", "by": "按哪一列分组",
    "rows": "逐行列出的列", "years": "几年一起算", "empty": "没有数时印什么", "qualifier": "口径", "fails": "怎样算错", "query": "怎样算错",
    "marks": "标在哪一列", "says": "怎么说", "severity": "轻重", "basis": "依据", "fix": "改法",
}  # fmt: skip
_CHANGES = {"added": "这里多", "removed": "这里少", "changed": "不同"}


def show_profile(done: ProfileChecked) -> None:
    """Print what is wrong with a profile, its template's own numbers, and how many examples were run."""
    show_findings(done.findings, f"报告方案“{done.name}”")
    show_numbers(done.numbers)
    if done.examples or done.without:
        without = f"；另有 {done.without} 条检查没有写例子" if done.without else ""
        say(f"  运行了 {done.examples} 条检查的例子{without}。")


def show_numbers(found: Sequence[Literal]) -> None:
    """List the numbers that the template's author has written: the counts each, dates and names by how many they are."""
    counts = [each for each in found if each.sort == "count"]
    others = len(found) - len(counts)
    if not counts and not others:
        return
    more = f"，另有年份、日期、文号等 {others} 个" if others else ""
    say(f"  模板里写定的数 {len(counts)} 个{more}，每年照样印；加 --json 列出全部。")
    for each in counts[:SHOWN_NUMBERS]:
        said = "（已标明固定）" if each.fixed else ""
        say(f"    {each.place}：{each.text}{said}，“{each.sentence}”")
    if len(counts) > SHOWN_NUMBERS:
        say(f"    另有 {len(counts) - SHOWN_NUMBERS} 个没有列出。")


def show_known(found: Sequence[Known], workspace: Workspace) -> None:
    """List the profiles, the one that is used marked."""
    say("报告方案（✓ 是现在用的）：")
    show(_known(each, workspace) for each in found)
    if any(not each.own and each.used for each in found):
        say("  要改方案，先运行 reportgen profile copy 复制一份；改了以后，reportgen profile diff 列出不同。")
    else:
        say("  换一个方案，改设置里的 profile；与随程序带来的有什么不同，运行 reportgen profile diff。")


def _known(each: Known, workspace: Workspace) -> Line:
    """A profile in a line; its title is not broken."""
    where = workspace.name_of(each.folder) if each.own else "随程序带来的，没有复制到工作目录"
    title = (Span("  "), Span(plain(each.title), whole=True)) if each.title else ()
    head = Span(f"  {'✓' if each.used else ' '} {each.name}")
    return Line((head, *title, Span(plain(f"（{where}）"))), 4)


def show_copied(done: Copied, workspace: Workspace) -> None:
    """Say what was copied, or what was missing in a copy."""
    folder = workspace.name_of(done.folder)
    if done.written:
        what = f"里缺的文件补上了：{'、'.join(done.written)}" if done.there else "已经复制好"
        say(f"✓ 报告方案“{folder}”{what}。")
    else:
        say(f"“{folder}”已经有了，没有动；与随程序带来的有什么不同，运行 reportgen profile diff。")
    if done.anew:
        say(f"  随程序新带来的 {'、'.join(done.anew)} 没有放进去：它要用的表、数据项，这一份里不一定有。")
        say(f"  要用的，从“{done.source}”拷到“{folder}”，再运行 reportgen profile check。")
    if not done.written:
        return
    if workspace.profile.name == done.folder.name:
        say("  以后用的就是这一份。改好以后运行 reportgen profile check。")
    else:
        say(f"  要用它，在设置里写 profile: {done.folder.name}。改好以后运行 reportgen profile check。")


def show_differences(found: Sequence[Difference], folder: str, *, known: bool) -> None:
    """List what a copy has otherwise: by who has changed it, file and entry."""
    if not found:
        say(f"✓ “{folder}”与随程序带来的报告方案一样。")
        return
    say(f"“{folder}”与随程序带来的报告方案有 {len(found)} 处不同：")
    for who, title in _WHO.items():
        theirs = [each for each in found if each.who == who]
        if theirs:
            say(f"  {title}（{len(theirs)} 处）：")
        for file in dict.fromkeys(each.file for each in theirs):
            say(f"    {file}")
            for each in theirs:
                if each.file == file:
                    text = each.entry if len(each.entry) <= _SHOWN_TEXT else f"{each.entry[:_SHOWN_TEXT]}……"
                    say(f"      {_CHANGES[each.change]}：{text or '整个文件'}{_what(each)}")
    if known and any(each.who != "here" for each in found):
        say("  要用新的，照随程序带来的那一份改这里的文件；不改也可以，照这里的算。")


def _what(each: Difference) -> str:
    """What an entry calls itself, and what of it is otherwise, in words and as the file has it."""
    keys = "、".join(f"{_KEYS[key]} {key}" if key in _KEYS else key for key in each.keys)
    return f"{f'“{each.title}”' if each.title else ''}{f'（{keys}）' if keys else ''}"
