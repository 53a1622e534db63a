"""A template that several bodies share names none of them but by its tag, and no other level than the report's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.aliases import Alias, Years
from reportgen.model import Profile
from reportgen.proofreading.of_whom import misnamed, of_one_department
from reportgen.word.document import Template
from tests.make.county import lay
from tests.make.declared import write_template
from tests.word.test_document import write


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay(tmp_path_factory.mktemp("county"))
    pipeline.open_project(root).collect()
    return root


def told(root: Path, line: str, body: str = "", paper: str = "汇总") -> list[str]:
    write_template(root / "templates" / "年报" / ("report.docx" if body else "report-汇总.docx"), [line])
    done = pipeline.open_project(root, "" if body else paper, body).render(2023)
    return [each.message for each in done.findings]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("其中甲镇处罚{{案件.总数}}件。", "甲镇"),
        ("全镇处罚{{案件.总数}}件。", "全镇"),
        ("{{报告.年度}}年全乡共处罚{{案件.总数}}件。", "全乡"),
        ("全县处罚{{案件.总数}}件。", ""),
        ("甲镇的做法得到推广。全县处罚{{案件.总数}}件。", ""),
        ("全镇处罚{{案件.总数}}件{{! 固定 }}。", ""),
        ("处罚{{案件.总数}}件，{{#案件.各镇}}{{单位}}{{总数}}件；{{/案件.各镇}}", ""),
    ],
)
def test_before_a_number_of_all_bodies(county: Path, line: str, said: str) -> None:
    assert told(county, line) == ([f"模板里写定了“{said}”，这份报告是某县的"] if said else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("乙镇处罚{{案件.总数}}件。", "乙镇"),
        ("处罚{{案件.总数}}件。学习乙镇的做法。", "乙镇"),
        ("全县处罚{{案件.总数}}件。", "全县"),
        ("甲镇全镇处罚{{案件.总数}}件。", ""),
    ],
)
def test_in_the_report_of_one_body(county: Path, line: str, said: str) -> None:
    assert told(county, line, "甲镇") == ([f"模板里写定了“{said}”，这份报告是甲镇的"] if said else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("远山镇受理矛盾纠纷{{矛盾调解.总数}}起。", "远山镇"), ("{{报告.年度}}年，远山镇受理矛盾纠纷{{矛盾调解.总数}}起。", "远山镇"), ("全县受理矛盾纠纷{{矛盾调解.总数}}起。", "全县"),
        ("近海镇受理矛盾纠纷{{矛盾调解.总数}}起。", ""), ("全镇受理矛盾纠纷{{矛盾调解.总数}}起。", ""), ("与远山镇联合调解{{矛盾调解.总数}}起。", ""),
        ("远山镇受理矛盾纠纷{{矛盾调解.总数}}起{{! 固定 }}。", ""), ("各乡镇受理矛盾纠纷{{矛盾调解.总数}}起。", ""),
    ],
)  # fmt: skip
def test_before_a_number_of_a_town_that_knows_no_other(rule_of_law: Profile, line: str, said: str) -> None:
    found = misnamed(Template.load(write(line)), rule_of_law, "近海镇", "x")
    assert [each.message for each in found] == ([f"模板里写定了“{said}”，这份报告是近海镇的"] if said else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("司法所受理矛盾纠纷{{矛盾调解.总数}}起。", "司法所"), ("其中司法所受理矛盾纠纷{{矛盾调解.总数}}起。", "司法所"), ("{{报告.年度}}年，司法所全年共调解矛盾纠纷{{矛盾调解.总数}}起。", "司法所"),
        ("{{报告.年度}}年司法办受理矛盾纠纷{{矛盾调解.总数}}起。", "司法办"), ("受理矛盾纠纷{{矛盾调解.总数}}起，派出所化解{{矛盾调解.成功}}起。", "派出所"),
        ("全镇受理矛盾纠纷{{矛盾调解.总数}}起。", ""), ("司法所会同派出所受理矛盾纠纷{{矛盾调解.总数}}起。", ""), ("经司法所调解，成功{{矛盾调解.成功}}起。", ""),
        ("宣传办受理矛盾纠纷{{矛盾调解.总数}}起。", ""), ("司法所受理行政复议{{行政复议.总数}}件。", ""), ("司法所受理矛盾纠纷{{矛盾调解.总数}}起{{! 固定 }}。", ""),
        ("司法所调解成功率{{矛盾调解.成功率}}。", ""),
    ],
)  # fmt: skip
def test_a_number_of_several_departments_is_not_said_of_one(
    rule_of_law: Profile, line: str, said: str
) -> None:
    kind = replace(rule_of_law.kinds["矛盾调解"], owners=("司法所", "派出所"))
    aliases = (Alias("司法办", "司法所", Years(2020, 2023)),)
    profile = replace(rule_of_law, kinds={**rule_of_law.kinds, "矛盾调解": kind}, aliases=aliases)
    found = of_one_department(Template.load(write(line)), profile, 2023, "x")
    told = [f"写的是“{said}”做的，印的却是各部门（司法所、派出所）合起来的数"] if said else []
    assert [each.message for each in found] == told
    assert of_one_department(Template.load(write(line)), rule_of_law, 2023, "x") == []
