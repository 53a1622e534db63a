"""A statistical bulletin and a report of two issuers, by hand-written declarations alone, with invented numbers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from tests.make.declared import counted, printed
from tests.make.template import made

PROFILES = Path(__file__).parent / "cases" / "profiles"


def opened(root: Path, name: str, settings: str, prose: str, sent: Mapping[str, str]) -> Project:
    """A collected workspace with one of the profiles, a template in official styles, and these files in its inbox."""
    shutil.copytree(PROFILES / name, root / "templates" / name)
    (root / "templates" / name / "report.docx").write_bytes(made("{{报告.单位}}", prose))
    (root / "reportgen.yaml").write_text(f"profile: {name}\ninbox: 来件\n{settings}", encoding="utf-8")
    for path, rows in sent.items():
        write_xlsx(root / "来件" / f"{path}.xlsx", rows, path.rpartition("/")[2])
    project = pipeline.open_project(root)
    project.collect()
    return project


LABELS = {
    2022: "户籍人口 | 429006\n结婚登记 | 2254\n社会消费品零售额 | 11820000000\n财政收入 | 1782100000\n税收收入 | 1189040000",
    2023: "户籍人口 | 428163\n结婚登记 | 2316\n社会消费品零售额 | 12674350000\n财政收入 | 1864205000\n税收收入 | 1260358000",
}
SCHOOLS = {
    2022: "小学 | 18955 | 1230\n初中 | 9420 | 768\n高中 | 5610 | 462",
    2023: "小学 | 18620 | 1246\n初中 | 9588 | 775\n高中 | 5702 | 470",
}
BULLETIN = """
报告正文: 户籍人口{{综合.人口 | 万}}万人，{{综合.人口 | 同比}}；结婚登记{{综合.结婚}}对，{{综合.结婚 | 增减}}。
报告正文: 社会消费品零售额{{综合.零售额 | 亿}}亿元，增长{{综合.零售额 | 增幅}}。
报告正文: 财政收入{{综合.财政收入 | 亿}}亿元，增长{{综合.财政收入 | 增幅数}}%，税收占{{综合.税收占比}}，
    非税收入{{综合.非税 | 万}}万元，人均{{综合.人均收入 | 千分位}}元。
报告正文: 在校学生{{教育.学生 | 千分位}}人，生师比{{教育.生师比}}。
    {{#教育.各学段}}{{学段}}{{学生}}人、{{生师比}}{{^末项}}；{{/末项}}{{/教育.各学段}}。
"""


@pytest.fixture
def bulletin(tmp_path: Path) -> Project:
    sent = {f"{year}/统计局/综合": f"指标 | 数量\n{rows}" for year, rows in LABELS.items()}
    sent |= {f"{year}/教育局/教育": f"学段 | 学生 | 教师\n{rows}" for year, rows in SCHOOLS.items()}
    return opened(tmp_path, "bulletin", "unit: 某县\n", BULLETIN, sent)


def test_the_bulletin_of_labels_and_values(bulletin: Project) -> None:
    assert printed(bulletin)[0] == [
        "户籍人口42.82万人，比上年下降0.2%；结婚登记2316对，增加62对。",
        "社会消费品零售额126.7亿元，增长7.2%。",
        "财政收入18.64亿元，增长4.6%，税收占67.61%，非税收入60384.7万元，人均4,353.96元。",
        "在校学生33,910人，生师比13.61。小学18620人、14.94；初中9588人、12.37；高中5702人、12.13；合计33910人、13.61。",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "without"),
    [
        ("综合", "税收收入 | 1260358000", "", "FIG007", {"税收", "税收占比", "非税"}),
        ("综合", "税收收入 | 1260358000", "税收收入 | 1864205001", "BUL001", set()),
        ("综合", "户籍人口 | 428163", "户籍人口 | 不详", "CEL002", set()),
    ],
)
def test_a_label_that_is_missing_or_wrong_is_told_and_never_0(
    bulletin: Project, file: str, old: str, new: str, code: str, without: set[str]
) -> None:
    rows = LABELS[2023].replace(old, new).strip()
    write_xlsx(bulletin.workspace.inbox / "2023" / "统计局" / f"{file}.xlsx", f"指标 | 数量\n{rows}", file)
    bulletin.collect()
    assert code in {each.code for each in bulletin.validate(2023)}
    assert bulletin.render(2023).file is None
    figures = counted(bulletin)
    assert {name for name in without if figures[name].text is not None} == set()


def test_the_folders_say_no_more_than_a_third_of_the_first_edition() -> None:
    """The trial needed 37 to 158 lines of figures, and 253 of checks for the matrix."""
    lines = {
        file.relative_to(PROFILES).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
        for file in PROFILES.rglob("*.yaml")
    }
    assert all(count <= 27 for name, count in lines.items() if name.endswith("figures.yaml")), lines
    assert lines["disclosure/checks.yaml"] <= 60


JOINT = """
报告标题: 中共{{报告.单位}}委员会⏎{{报告.单位}}人民政府⏎{{报告.年度}}年法治政府建设情况报告
[报告.主送机关] 主送机关: {{报告.主送机关}}：
报告正文: 全年受理行政复议案件{{行政复议.总数}}件，其中维持{{行政复议.维持}}件、未审结{{行政复议.未审结}}件；
    受理矛盾纠纷{{矛盾调解.总数}}起，涉及{{矛盾调解.涉及人数}}人，调解成功率{{矛盾调解.成功率}}。
[报告.成文日期] 署名: 中共{{报告.单位}}委员会⏎{{报告.单位}}人民政府
[报告.成文日期] 成文日期: {{报告.成文日期}}
"""


def test_a_report_of_two_issuers_names_both_in_title_and_signature(tmp_path: Path) -> None:
    settings = "unit: 清源镇\nreport: {主送机关: 某县委、县政府, 成文日期: 2024年1月15日}\n"
    sent = {
        "2023/司法所/行政复议": "案号 | 收到日期 | 结案日期 | 复议结果\nA1 | 2023-03-01 | 2023-04-20 | 维持\nA2 | 2023-12-20 | |",
        "2023/综治中心/矛盾调解": "受理日期 | 涉及人数 | 调解结果\n2023-05-01 | 3 | 成功\n2023-06-01 | 2 | 成功\n2023-07-01 | 4 | 不成功",
    }
    project = opened(tmp_path, "joint", settings, JOINT, sent)
    lines, _ = printed(project)
    assert lines == [
        "中共清源镇委员会\n清源镇人民政府\n2023年法治政府建设情况报告",
        "某县委、县政府：",
        "全年受理行政复议案件2件，其中维持1件、未审结1件；受理矛盾纠纷3起，涉及9人，调解成功率66.7%。",
        "中共清源镇委员会\n清源镇人民政府",
        "2024年1月15日",
    ]
    report = docx.Document(str(project.render(2023).file))
    signature, day = report.paragraphs[-2:]
    assert [each.style.name for each in (signature, day) if each.style] == ["署名", "成文日期"]
