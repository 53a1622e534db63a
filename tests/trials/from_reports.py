"""Finished reports of other townships -> how many of their figures are found again, under the right name.

`uv run python -m tests.trials.from_reports [FOLDER]` makes ten townships of the samples: other numbers and departments, cases
that end otherwise, sections and whole registers empty; writes the report of each with the shipped template and with those that
say the same in other words, takes out of it all that a template leaves behind, cuts its runs, has LibreOffice save it, and
proposes a template from what is left, with the ledger and without. FOLDER keeps the files.

A figure is `right` under its own name, `wrong` under another, `left` where it stays as it was; `unmarked` is a tag that no
comment marks. `again` says whether the proposal, rendered for the same year, says word for word what the report said. What is
wrong or left is told of the ways that may be looked at; of the others, see `from_reports_words`, only how many.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random

import docx
from docx.oxml.ns import qn
from lxml import etree

from reportgen import pipeline
from reportgen.drafting.proposed import Proposal, proposed
from reportgen.model import Figure, Slot
from reportgen.pipeline import Project
from reportgen.stages import render as rendering
from reportgen.stages.displays import displays
from reportgen.word.document import Template, text_lines
from reportgen.word.tags import scan
from tests.make.samples import township
from tests.make.samples_variants import VARIANTS
from tests.make.samples_write import Book, write_book
from tests.trials.from_reports_words import HEARD, UNHEARD

YEAR = 2023
TOWNS = ("云岭", "柳河", "石桥", "白沙", "青山", "东湾", "南坪", "西岭", "北塘", "中梁")
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"  # around what a tag printed, in the copy that knows
_DECOY = re.compile("〔([^〔〕]+)〕")
_MARKED = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
DEPARTMENTS = {
    "党政办": "党政综合办公室",
    "宣传办": "宣传统战办公室",
    "综合行政执法局": "综合行政执法队",
    "组织人事办": "党建工作办公室",
    "派出所": "公安派出所",
}
_TEXTS = ("工作举措", "存在的主要问题", "下步安排")
OTHER_WORDS = """
{{报告.单位}}{{报告.年度}}年度法治建设工作总结
{{报告.年度}}年，全镇上下围绕法治建设目标，各项任务有序推进。
一、会议与文件
一年来，镇党委先后{{工作会议.党委会议}}次召开党委会研究法治工作，领导小组开会{{工作会议.领导小组会议}}次，另有专题会{{工作会议.专题会议}}次；其中由主要负责同志主持的有{{工作会议.主要负责人主持}}次。
现行有效的规范性文件共{{规范性文件.继续有效}}件，年内新印发{{规范性文件.本年印发}}件，废止或失效{{规范性文件.废止失效}}件。
镇里现有公职律师{{法律顾问.公职律师}}名、外聘法律顾问{{法律顾问.法律顾问}}名。依申请公开方面，收到申请{{依申请公开.收到}}件，已办理答复{{依申请公开.办理}}件。
二、复议与诉讼
行政复议案件{{行政复议.总数}}起，复议机关维持{{行政复议.维持}}起，撤销{{行政复议.撤销}}起。
以我镇为被告的行政诉讼案件{{行政诉讼.总数}}宗，已审结{{行政诉讼.审结}}宗，败诉{{行政诉讼.败诉}}宗；开庭{{行政诉讼.开庭}}次，负责人出庭{{行政诉讼.负责人出庭}}次。
三、队伍与培训
全镇在册行政执法人员{{执法人员.总数}}名，本级{{执法人员.本级}}名，市级下沉{{执法人员.下沉}}名。{{执法考试.参考人数}}人参加执法资格考试，{{执法考试.合格人数}}人合格，合格率{{执法考试.合格率}}。
组织机关干部集中学法{{学法培训.集中学法}}场，学法考试{{学法培训.学法考试}}场。
四、普法与调解
举办各类普法宣传活动{{普法活动.总数}}场次，群众参加{{普法活动.参加人次}}人次，其中校园普法{{普法活动.校园普法}}场次、法治夜市{{普法活动.法治夜市}}场。
建成法治文化阵地{{文化阵地.总数}}个。
人民调解组织全年共受理各类矛盾纠纷{{矛盾调解.总数}}件，涉及当事人{{矛盾调解.涉及人数}}人，成功调解{{矛盾调解.成功}}件，成功率达{{矛盾调解.成功率}}。
{{#存在问题.清单}}
{{序号}}.{{主要问题}}，原因在于{{原因分析}}。
{{/存在问题.清单}}
"""


@dataclass
class Score:
    """What became of the tags that a report was printed from."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    unmarked: int = 0
    again: bool = False
    listed: int = 0

    @property
    def number(self) -> int:
        """How many tags there were."""
        return self.right + len(self.wrong) + len(self.left)


@dataclass(frozen=True)
class Report:
    """A finished report, its paragraphs, and what each of its tags printed: paragraph, from where to where, name."""

    content: bytes
    lines: Sequence[str]
    truth: Sequence[tuple[int, int, int, str]]
    lists: frozenset[str]


def town(root: Path, name: str, seed: int) -> Project:
    """Lay out a township's two years in a folder, and collect them."""
    random = Random(f"{name} {seed}")
    said = [
        f"unit: {name}镇",
        f"report: {{署名: {name}镇人民政府, 成文日期: 2024年1月{5 + seed}日, 主送机关: 市人民政府}}",
    ]
    names = DEPARTMENTS if seed % 2 else {}
    if names:
        owners = ("司法所", "综合行政执法局", "组织人事办", "党政办", "宣传办", "派出所")
        said += [
            "departments:",
            *(
                f"  {names.get(each, each)}: {{{f'aliases: [{each}]' if each in names else ''}}}"
                for each in owners
            ),
        ]
    (root / "reportgen.yaml").write_text("\n".join(said), encoding="utf-8")
    empty = random.choice(["行政复议", "行政诉讼", "依申请公开", "普法宣传活动", "规范性文件"])
    kinds = pipeline.open_project(root).profile.kinds
    for year in (YEAR - 1, YEAR):
        books = township(year)
        VARIANTS["other outcomes"](books, kinds, random)
        for book in books:
            book.department = names.get(book.department, book.department)
            _vary(book, name, empty if year == YEAR else "", random)
            write_book(book, root / "来件" / str(year))
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return project


def _vary(book: Book, name: str, empty: str, random: Random) -> None:
    """Other numbers, fewer rows, other names; the register of that title has none."""
    for sheet in book.sheets:
        kept = 0.0 if empty and empty in sheet.title else random.uniform(0.4, 1)
        few = any(each in sheet.title for each in _TEXTS)
        rows = [row for row in sheet.rows if random.random() < (0.7 if few else kept)]
        sheet.rows = rows if rows or not sheet.rows or not kept else sheet.rows[:1]
        for row in sheet.rows:
            for at, column in enumerate(sheet.columns):
                value = row[at]
                if column.heading in ("参加人次", "涉及人数", "资料份数", "参加人数") and isinstance(
                    value, int
                ):
                    row[at] = value + random.randrange(0, 40)
                elif isinstance(value, str):
                    row[at] = _named(value, name)
        sheet.totals = {}
        sheet.title, sheet.note = _named(sheet.title, name), _named(sheet.note, name)
        if not sheet.rows and sheet.columns:
            sheet.footer = "本年度未发生"
    book.file = _named(book.file, name)


def _named(text: str, name: str) -> str:
    return text.replace("近海", name).replace("滨港", f"{name}东")


def written(project: Project, words: str, random: Random) -> tuple[Report, dict[str, Figure]]:
    """The report of a township in these words, or the template's, flattened, and the figures of its year."""
    with pipeline._ledger(project) as ledger:
        figures, _ = pipeline._checked(ledger, project, YEAR)
    decoyed = _DECOY.sub(lambda match: figures[match[1]].text, words)
    template = template_of(decoyed) if words else project.template
    texts = project.workspace.texts(YEAR)
    slots = {f"报告.{each}": Slot(text or None, bool(text)) for each, text in texts.items()}
    for each, figure in figures.items():
        slots |= rendering.figure_slots(each, figure, assume=True)
        slots |= displays(each, figure) if figure.items is None else {}
    content, _ = template.fill(slots, draft="")
    marked, _ = template.fill({key: _marked(key, slot) for key, slot in slots.items()}, draft="")
    assert content
    assert marked
    content, marked = _without_notice(content), _without_notice(marked)
    flat = flattened(content, random)
    # with its marks the title is longer than a line, and broken
    lines = [line.replace(f"↵{_OPEN}", _OPEN, 1) for line in _lines(marked)]
    return _report(flat, lines), figures


def _marked(key: str, slot: Slot) -> Slot:
    text = f"{_OPEN}{key}{_MIDDLE}{slot.text}{_CLOSE}" if slot.text else slot.text
    items = slot.items
    if items is not None:
        items = tuple({name: _marked(f"{key}#{name}", each) for name, each in item.items()} for item in items)
    return slot._replace(text=text, items=items)


def _report(content: bytes, marked: Sequence[str]) -> Report:
    truth, lists = [], set()
    for number, line in enumerate(marked):
        at = gone = 0
        for match in _MARKED.finditer(line):
            start = match.start() - gone
            gone += len(match[0]) - len(match[2])
            at = start + len(match[2])
            if "#" in match[1]:
                lists.add(match[1].partition("#")[0])
            else:
                truth.append((number, start, at, match[1]))
    return Report(content, [_MARKED.sub(r"\2", line) for line in marked], truth, frozenset(lists))


def _lines(content: bytes) -> list[str]:
    """The texts of the body's paragraphs that are not empty."""
    lines = text_lines(content)
    body = lines[: next((at for at, line in enumerate(lines) if line.startswith("== ")), len(lines))]
    return [text for line in body if (text := line.partition("\t")[2].strip())]


def _without_notice(content: bytes) -> bytes:
    """A draft without the word that it is one."""
    document = docx.Document(BytesIO(content))
    related = [each.target_part for each in document.part.rels.values() if each.reltype.endswith("/header")]
    for story in [document.element.body, *(part.element for part in related)]:
        for paragraph in list(story)[:1]:
            if paragraph.tag == qn("w:p") and "w:highlight" in etree.tostring(paragraph).decode():
                story.remove(paragraph)
    return _saved(document)


def flattened(content: bytes, random: Random) -> bytes:
    """A report as it comes back from an office: no bookmarks, no properties, runs joined here and cut there."""
    document = docx.Document(BytesIO(content))
    document.core_properties.title = ""
    document.core_properties.author = "办公室"
    for mark in list(document.element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    for paragraph in document.element.iter(qn("w:p")):
        runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        if not runs:
            continue
        if random.random() < 0.5:
            text = "".join(t.text or "" for run in runs for t in run.iter(qn("w:t")))
            for run in runs[1:]:
                run.getparent().remove(run)
            runs = runs[:1]
            for t in list(runs[0].iter(qn("w:t")))[1:]:
                runs[0].remove(t)
            _write(runs[0], text)
        else:
            for run in runs:
                _cut(run, random)
    return _saved(document)


def _cut(run: etree._Element, random: Random) -> None:
    text = "".join(t.text or "" for t in run.iter(qn("w:t")))
    places = (
        sorted(random.sample(range(1, len(text)), min(len(text) - 1, 1 + len(text) // 4)))
        if len(text) > 1
        else []
    )
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    for t in list(run.iter(qn("w:t")))[1:]:
        run.remove(t)
    for piece in reversed(pieces[1:]):
        more = deepcopy(run)
        _write(more, piece)
        run.addnext(more)
    _write(run, pieces[0])


def _write(run: etree._Element, text: str) -> None:
    t = run.find(qn("w:t"))
    t.text = text
    t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _saved(document: docx.document.Document) -> bytes:
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def template_of(text: str) -> Template:
    """A template of one paragraph per line."""
    document = docx.Document()
    for line in text.strip().splitlines():
        document.add_paragraph(line, "Heading 1" if re.match("[一二三四五]、", line) else None)
    return Template.load(_saved(document))


def judged(report: Report, proposal: Proposal, texts: Mapping[str, str]) -> Score:
    """Compare a proposal with what the report was printed from."""
    score = Score(listed=len(proposal.listed))
    given = dict[tuple[int, int], str]()
    lines = _lines(proposal.template)
    at, loops = 0, set[str]()
    for line in lines:
        tags = scan(line)
        if len(tags) == 1 and tags[0].kind in ("open", "close"):
            loops.add(tags[0].name)
            continue
        number, spans = _found(line, report.lines, at, texts)
        at = number + 1
        if not loops or all(each.name.startswith("报告.") or "." in each.name for each in tags):
            given |= {(number, start): key for start, key in spans}
    for number, start, _, key in report.truth:
        name = given.pop((number, start), "")
        if name == key:
            score.right += 1
        elif name:
            score.wrong.append(f"{key} → {name}: {report.lines[number]}")
        else:
            score.left.append(f"{key}: {report.lines[number][max(0, start - 20) : start + 20]}")
    score.wrong += [
        f"— → {name}: {report.lines[n]}" for (n, _), name in given.items() if not name.startswith("报告.")
    ]
    score.right += len(report.lists & loops)
    score.left += sorted(report.lists - loops)
    score.wrong += sorted(loops - report.lists)
    score.unmarked = _unmarked(proposal.template)
    return score


def _found(
    line: str, lines: Sequence[str], first: int, texts: Mapping[str, str]
) -> tuple[int, list[tuple[int, str]]]:
    """The paragraph of the report that a line of the proposal comes from, and where its tags stand in it."""
    tags = scan(line)
    pattern, at = "", 0
    for tag in tags:
        known = texts.get(tag.name.removeprefix("报告."), "") if tag.name.startswith("报告.") else ""
        pattern += re.escape(line[at : tag.start]) + (f"({re.escape(known)})" if known else "(.+?)")
        at = tag.end
    pattern += re.escape(line[at:])
    for number in range(first, len(lines)):
        if match := re.fullmatch(pattern, lines[number]):
            return number, [(match.start(at), tag.key) for at, tag in enumerate(tags, 1)]
    raise AssertionError(f"no paragraph of the report says {line}")


def _unmarked(content: bytes) -> int:
    """How many tags that print stand outside of a comment's range and of a marked list."""
    body = docx.Document(BytesIO(content)).element.body
    inside, loop, found = 0, False, 0
    for element in body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
        if element.tag == qn("w:t"):
            text = element.text or ""
            if "{{#" in text and not inside:
                found += 1
            loop = loop or "{{#" in text
            found += "{{" in text and not inside and not loop
            loop = loop and "{{/" not in text
        else:
            inside += 1 if element.tag == qn("w:commentRangeStart") else -1
    return found


def again(project: Project, figures: Mapping[str, Figure], report: Report, proposal: Proposal) -> bool:
    """Whether a proposal, rendered for the same year, says what the report said."""
    texts = project.workspace.texts(YEAR)
    rendered, _ = rendering.render(Template.load(proposal.template), figures, texts)
    return rendered is not None and _lines(rendered.content) == list(report.lines)


def by_libreoffice(folder: Path, reports: Mapping[str, bytes]) -> dict[str, bytes]:
    """The reports as LibreOffice saves them."""
    before, after = folder / "before", folder / "after"
    before.mkdir(parents=True, exist_ok=True)
    for name, content in reports.items():
        (before / f"{name}.docx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
    ]
    files = [str(before / f"{name}.docx") for name in reports]
    subprocess.run([*command, "--outdir", str(after), *files], check=True, capture_output=True, timeout=600)
    return {name: (after / f"{name}.docx").read_bytes() for name in reports}


def rows(
    folder: Path, towns: Sequence[str], words: str = "", *, office: bool = True
) -> Iterator[tuple[str, str, Score]]:
    """Yield town, manner and score: with the ledger, without, and with the ledger once LibreOffice has saved it."""
    made: dict[str, tuple[Project, Report, dict[str, Figure]]] = {}
    for number, name in enumerate(towns):
        root = folder / name
        if not root.exists():
            root.mkdir(parents=True)
            project = town(root, name, number)
        else:
            project = pipeline.open_project(root)
        made[name] = (project, *written(project, words, Random(f"{name} {number}")))
    saved = (
        by_libreoffice(folder / f"office{len(words)}", {name: r.content for name, (_, r, _) in made.items()})
        if office
        else {}
    )
    for name, (project, report, figures) in made.items():
        manners: list[tuple[str, bytes, Mapping[str, Figure] | None]] = [
            ("底账", report.content, figures), ("无底账", report.content, None),
        ]  # fmt: skip
        manners += [("LibreOffice", saved[name], figures)] if name in saved else []
        for manner, content, known in manners:
            proposal = proposed(content, project.profile, known, project.workspace.texts(YEAR), YEAR)
            (folder / name / f"{manner}{len(words)}.docx").write_bytes(proposal.template)
            score = judged(report, proposal, project.workspace.texts(YEAR))
            score.again = again(project, figures, report, proposal)
            yield name, manner, score


def main() -> int:
    """Print the tables, and what is wrong or left; return 1 where the promise is not kept."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    manners = {
        "the shipped template's words": [""],
        "other words": [OTHER_WORDS],
        "heard": HEARD,
        "unheard": UNHEARD,
    }
    kept = True
    for title, ways in manners.items():
        found = [row for words in ways for row in rows(folder, TOWNS, words, office=len(ways) == 1)]
        for manner in dict.fromkeys(manner for _, manner, _ in found):
            scores = [(name, score) for name, each, score in found if each == manner]
            whole = _table(f"{title}, {manner}", scores)
            enough = whole.right >= 0.95 * whole.number and not whole.wrong
            kept = kept and not whole.unmarked and (enough or manner == "无底账")
            if title != "unheard":
                _told(scores)
    return 0 if kept else 1


def _table(title: str, scores: Sequence[tuple[str, Score]]) -> Score:
    """Print the scores by town, and return their sum."""
    columns = f"{'town':6}{'tags':>6}{'right':>7}{'%':>8}{'wrong':>7}{'left':>6}{'unmarked':>10}{'listed':>8}  again"
    print(f"\n{title}\n{columns}")
    towns = {name: _sum([score for each, score in scores if each == name]) for name, _ in scores}
    whole = _sum([score for _, score in scores])
    for name, score in (towns | {"all": whole}).items():
        share = 100 * score.right / score.number if score.number else 100.0
        counts = f"{score.number:>6}{score.right:>7}{share:>8.1f}{len(score.wrong):>7}{len(score.left):>6}"
        print(f"{name:6}{counts}{score.unmarked:>10}{score.listed:>8}  {'yes' if score.again else 'no'}")
    return whole


def _told(scores: Sequence[tuple[str, Score]]) -> None:
    """Print what is wrong or left, each kind once, with the number of times and the first place."""
    for how in ("wrong", "left"):
        places: dict[str, list[str]] = {}
        for name, score in scores:
            for said in getattr(score, how):
                places.setdefault(re.sub(r"[\d.]+", "0", said), []).append(f"{name} {said}")
        for found in sorted(places.values(), key=len, reverse=True):
            print(f"  {how} {len(found)}× {found[0][:150]}")


def _sum(scores: Sequence[Score]) -> Score:
    total = Score(again=all(each.again for each in scores))
    for each in scores:
        total.right += each.right
        total.wrong += each.wrong
        total.left += each.left
        total.unmarked += each.unmarked
        total.listed += each.listed
    return total


if __name__ == "__main__":
    raise SystemExit(main())
