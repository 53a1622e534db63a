"""A half of the year beside the year: what the commands make of it, from the inbox to the report that is verified."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import json_of, run, write_xlsx

from reportgen import gate, pipeline

SHEETS = """
培训:
  title: 学法培训登记表
  from: [司法所]
  period: 日期
  fields: {日期: {type: date, required: true}, 主题: {type: string}, 参加人数: {type: integer, unit: 人}}
"""
FIGURES = "培训: {场次: {sheet: 培训, unit: 场}, 人数: {sheet: 培训, measure: sum(参加人数), unit: 人}}\n"
SETTINGS = """
unit: 近海镇
profile: 小报
report: {成文日期: 2024-01-15, 2023H1: {成文日期: 2023-07-05}, 2023年三季度: {截止日期: 2023-08-31}}
"""
TEXT = "{{报告.开始日期}}至{{报告.截止日期}}，培训{{培训.场次}}场，{{培训.人数}}人，{{培训.人数|同比}}。"
ROWS = {
    "2022": [("2022-02-03", 25), ("2022-08-03", 5)],
    "2022年上半年": [("2022-02-03", 25)],
    "2023": [("2023-02-03", 30), ("2023-05-06", 20), ("2023-08-03", 10)],
    "2023上半年": [("2023-02-03", 30), ("2023-05-06", 20)],
}


def sent(root: Path, folder: str, rows: list[tuple[str, int]], title: str = "") -> None:
    lines = [
        *filter(None, [title]),
        "日期 | 主题 | 参加人数",
        *(f"{day} | 宪法 | {count}" for day, count in rows),
    ]
    write_xlsx(root / "来件" / folder / "司法所" / "培训.xlsx", "\n".join(lines))


def template(root: Path, *lines: str, paper: str = "report.docx") -> None:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(str(root / "templates" / "小报" / paper))


def said(file: Path) -> list[str]:
    return [each.text for each in docx.Document(str(file)).paragraphs]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("periods")
    own = root / "templates" / "小报"
    own.mkdir(parents=True)
    for name, text in (("sheets.yaml", SHEETS), ("figures.yaml", FIGURES), ("checks.yaml", "")):
        (own / name).write_text(text, encoding="utf-8")
    (root / "reportgen.yaml").write_text(SETTINGS, encoding="utf-8")
    template(root, "{{报告.单位}}{{报告.期间}}法治建设情况", TEXT, "{{报告.成文日期}}")
    for folder, rows in ROWS.items():
        sent(root, folder, rows)
    return root


@pytest.fixture
def office(laid: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(laid, tmp_path / "office"))


def test_a_half_has_a_ledger_a_folder_and_a_report_of_its_own(office: Path) -> None:
    assert run("build", "2023H1", at=office).returncode == 0
    assert not (office / "底账" / "底账.sqlite").exists()
    (report,) = (office / "输出" / "上半年").glob("*.docx")
    assert said(report) == [
        "近海镇2023年上半年法治建设情况",
        "2023年1月1日至2023年6月30日，培训2场，50人，比上年同期增长100%。",
        "2023年7月5日",
    ]
    assert run("build", 2023, at=office).returncode == 0
    (whole,) = (office / "输出").glob("*.docx")
    assert said(whole)[0] == "近海镇2023年法治建设情况"
    assert "培训3场，60人，比上年增长100%" in said(whole)[1]
    figures = {each["name"]: each["value"] for each in json_of("figures", "2023年1—6月", "--json", at=office)}
    assert figures == {"培训.场次": 2, "培训.人数": 50}
    assert "上年同期" in run("figures", "2023年1—6月", at=office).stdout
    told = run("verify", report, at=office)
    assert (told.returncode, "请在命令里写上 2023年上半年" in told.stderr) == (2, True)
    assert "与2023年上半年底账一致" in run("verify", report, "2023上半年", at=office).stdout
    opened = run("open", "2023下半年", at=office)
    assert "2023 年下半年还没有写过报告；请先运行 reportgen build 2023年下半年" in opened.stderr
    opened = run("open", "2023上半年", "--html", at=office)
    assert "2023年上半年报告.html”；请运行 reportgen render 2023年上半年 --html" in opened.stderr.replace(
        "\n", ""
    )
    assert "宪法" in run("reading", "来件/2023上半年/司法所/培训.xlsx", at=office).stdout


def test_a_template_that_does_not_say_of_what_time_it_is_makes_no_report_of_a_half(office: Path) -> None:
    template(office, "{{报告.单位}}{{报告.年度}}年法治建设情况", "全年培训{{培训.场次}}场。")
    own = office / "templates" / "小报" / "figures.yaml"
    own.write_text(FIGURES.replace("unit: 场}", "unit: 场, years: 2}"), encoding="utf-8")
    told = run("build", "2023上半年", at=office)
    assert not (office / "输出").exists()
    for each in (told, run("validate", "2023上半年", at=office)):
        assert each.returncode == 1
        assert "模板里没有标签 {{报告.期间}}" in each.stdout
        assert "“培训.场次”是几年合起来的数" in each.stdout
        assert "模板里写着“全年”" in each.stdout
        assert "另放一份 report-半年报.docx" in each.stdout, "which is told though nothing asked for another"


def test_a_half_has_a_paper_of_its_own_by_itself(office: Path) -> None:
    template(office, "{{报告.年度}}年法治建设情况", "全年培训{{培训.场次}}场。")
    template(office, "{{报告.期间}}小结", "培训{{培训.场次}}场。", paper="report-半年报.docx")
    done = json_of("build", "2023上半年", "--json", at=office)
    assert Path(done["file"]).name == "2023年上半年报告.docx"
    assert said(Path(done["file"])) == ["2023年上半年小结", "培训2场。"]
    assert "与2023年上半年底账一致" in run("verify", done["file"], "2023上半年", at=office).stdout
    other = run("build", "2023上半年", "--report", "report", at=office)
    assert "不写 --report report，用 report-半年报.docx" in other.stdout
    assert "reportgen render 2023年上半年 --draft --report report" in other.stdout
    whole = Path(json_of("build", 2023, "--json", at=office)["file"])
    assert said(whole) == ["2023年法治建设情况", "全年培训3场。"]
    alien = office / "发文.txt"
    alien.write_text("\n".join(said(whole)), encoding="utf-8")
    assert run("verify", alien, 2023, at=office).returncode == 0, "of a year the half's paper is no question"


def test_words_of_a_whole_year_are_an_error_in_a_half(office: Path) -> None:
    template(office, "{{报告.期间}}法治建设年度报告", "全年培训{{培训.场次}}场。")
    told = run("build", "2023上半年", at=office).stdout
    assert "模板里写着“年度报告”，印的是2023年上半年的报告" in told
    assert "模板里写着“全年”，印的是2023年上半年的报告" in told
    assert run("build", 2023, at=office).returncode == 0


def test_what_goes_out_names_the_half(office: Path) -> None:
    run("forms", "2023年下半年", at=office)
    folder = office / "输出" / "下半年" / "表样" / "2023年下半年"
    assert (folder / "司法所" / "2023年下半年报送表（司法所）.xlsx").is_file()
    status = run("status", "2023三季度", at=office)
    data = json_of("status", "2023三季度", "--json", at=office)
    assert (data["year"], data["period"]) == (2023, "2023年第三季度")
    assert "2023 年第三季度应报 1 张，已收 0 张" in status.stdout
    assert "reportgen collect --year 2023年第三季度" in status.stdout
    assert "近海镇2023年第三季度报告正在汇总" in run("status", "2023Q3", "--remind", at=office).stdout
    assert "只用于全年的表样" in run("forms", "2023Q3", "--prefill", at=office).stderr


def test_a_date_outside_of_the_half_is_told_as_one_outside_of_the_year_is(office: Path) -> None:
    sent(office, "2023年下半年", [("2023-06-30", 1), ("2023-07-01", 2), ("2024-03-01", 3)])
    run("collect", "--year", "2023下半年", at=office)
    found = json_of("validate", "2023下半年", "--json", at=office)["findings"]
    told = {each["code"]: each["message"] for each in found}
    (early,) = (each for each in found if each["code"] == "ROW014")
    assert early["fix"] == "核对日期；是下半年以前的，从下半年的表里删去；确实要计入的，可以留着。"
    assert "2023-06-30在2023年下半年以前" in told["ROW014"]
    assert "2024-03-01在截止日期2023-12-31以后" in told["ROW011"]


def test_a_cut_off_of_a_quarter_is_its_own(office: Path) -> None:
    sent(office, "2023Q3", [("2023-07-05", 1), ("2023-09-05", 2)])
    run("collect", "--year", "2023Q3", at=office)
    assert json_of("figures", "2023Q3", "--json", at=office)[0]["value"] == 1


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("学法培训登记表（截至2023年6月30日）", ""),
        ("学法培训登记表（截至2023年9月30日）", "error"),
        ("2023年上半年学法培训登记表", ""),
        ("2023年1—6月学法培训登记表", ""),
        ("学法培训登记表", ""),
        ("2023年下半年学法培训登记表", "error"),
        ("2023年三季度学法培训登记表", "error"),
        ("2023年度学法培训登记表", "error"),
        ("2023年学法培训登记表", "warning"),
        ("2022年上半年学法培训登记表", "error"),
    ],
)
def test_a_title_that_says_another_time_than_the_folder_is_told(
    office: Path, title: str, severity: str
) -> None:
    sent(office, "2023上半年", ROWS["2023上半年"], title)
    run("collect", "--year", "2023上半年", at=office)
    found = json_of("validate", "2023上半年", "--json", at=office)["findings"]
    assert [each["severity"] for each in found if each["code"] == "FIL002"] == [severity] * bool(severity)
    assert not [each for each in found if each["code"] == "FIL012"]


def test_a_files_name_of_another_time_is_told_though_the_title_is_right(office: Path) -> None:
    folder = office / "来件" / "2023上半年" / "司法所"
    sent(office, "2023上半年", ROWS["2023上半年"], "2023年上半年学法培训登记表")
    (folder / "培训.xlsx").rename(folder / "培训（2023年下半年）.xlsx")
    run("collect", "--year", "2023上半年", at=office)
    found = json_of("validate", "2023上半年", "--json", at=office)["findings"]
    (told,) = (each for each in found if each["code"] == "FIL002")
    assert (told["severity"], "写的有7—12月" in told["message"]) == ("warning", True)


def test_a_quarter_in_the_folder_of_a_half_lacks_the_rest(office: Path) -> None:
    sent(office, "2023上半年", ROWS["2023上半年"], "2023年一季度学法培训登记表")
    run("collect", "--year", "2023上半年", at=office)
    found = json_of("validate", "2023上半年", "--json", at=office)["findings"]
    (told,) = (each for each in found if each["code"] == "FIL012")
    assert "本来就是上半年的" in told["fix"]
    assert told["message"] == "写的是1—3月，不是上半年的；其余月份的没有收到"


def test_a_half_is_never_collected_with_the_years(office: Path) -> None:
    done = run("collect", at=office)
    assert "收集 2 个工作簿" in done.stdout
    assert "2022年上半年、2023年上半年的文件夹没有一起收" in done.stdout
    one = run("collect", "来件/2023上半年/司法所/培训.xlsx", at=office)
    assert "在2023年上半年的文件夹里；要收集它，请运行 reportgen collect --year 2023年上半年" in one.stderr
    other = run("collect", "来件/2023/司法所/培训.xlsx", "--year", "2023上半年", at=office)
    assert "在全年的文件夹里，不是上半年的" in other.stderr


def test_where_nothing_was_asked_for_is_read_what_there_is_is_named(office: Path) -> None:
    for folder in ("2022", "2023"):
        (office / "来件" / folder / "司法所" / "培训.xlsx").unlink()
    for words in ((), ("--year", "2023")):
        told = run("collect", *words, at=office).stdout
        assert "没有读到一个工作簿；有表的是2022年上半年、2023年上半年的文件夹" in told
        assert "运行 reportgen collect --year 2023年上半年" in told
    half = run("collect", "--year", "2023年下半年", at=office).stderr
    assert (
        "没有以这一段时间命名的文件夹（如 2023年下半年）；有表的是2022年上半年、2023年上半年的文件夹" in half
    )
    (office / "来件" / "2023年下半年").mkdir()
    assert (
        "有表的是2022年上半年、2023年上半年的文件夹"
        in run("collect", "--year", "2023年下半年", at=office).stdout
    )
    run("collect", "--year", "2022年上半年", at=office)
    early = run("render", "2023上半年", at=office).stderr
    assert (
        "底账里没有2023年上半年的表（底账里有2022年上半年的）；来件夹里有，请先运行 reportgen collect"
        in early
    )


CHECK = """
{code}:
  title: 人数比上年多
  sheet: 培训
  query: |
    SELECT 今._source, 今._row, 上.参加人数 AS 昨 FROM 培训 今 JOIN 上年培训 上 ON 上.主题 = 今.主题
    WHERE 今.参加人数 > 上.参加人数 AND 今.日期 > last_cutoff()
  marks: 参加人数
  severity: warning
  says: "{{参加人数}}人，上年{{昨}}人"
  whole_years: {alone}
"""


def test_what_is_beside_the_year_before_is_asked_of_the_same_half_of_it(office: Path) -> None:
    checks = CHECK.format(code="A001", alone="false") + CHECK.format(code="A002", alone="true")
    checks = checks.replace("SELECT 今._source", "SELECT 今.参加人数, 今._source")
    (office / "templates" / "小报" / "checks.yaml").write_text(checks, encoding="utf-8")
    for period in ("2022年上半年", "2023年上半年"):
        run("collect", "--year", period, at=office)
    run("collect", at=office)
    told = {
        period: sorted(
            (each["code"], each["message"])
            for each in json_of("validate", period, "--json", at=office)["findings"]
            if each["code"] in ("A001", "A002")
        )
        for period in ("2023年上半年", "2023", "2022年上半年")
    }
    of_a_half = ("A001", "30人，上年25人")
    assert told["2023年上半年"] == [of_a_half]
    assert told["2022年上半年"] == []
    assert {code for code, _ in told["2023"]} == {"A001", "A002"}
    assert of_a_half in told["2023"]


def test_halves_that_do_not_add_up_to_the_year_are_told_with_the_year(office: Path) -> None:
    sent(office, "2023下半年", [("2023-08-03", 9)])
    for period in ("2023", "2023上半年", "2023下半年"):
        run("collect", "--year", period, at=office)
    found = json_of("validate", 2023, "--json", at=office)["findings"]
    assert [each["message"] for each in found if each["code"] == "YOY007"] == [
        "“培训.人数”2023年是60人，各期分别收的是上半年50、下半年9，相加是59人"
    ]


def test_parts_are_counted_again_once_one_of_them_has_changed(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collected(part: str) -> None:
        pipeline.collect(pipeline.open_project(office, part=part), (), 2023)

    def told() -> list[str]:
        return [each.code for each in pipeline.validate(pipeline.open_project(office), 2023)[1]]

    sent(office, "2023下半年", [("2023-08-03", 9)])
    for part in ("", "上半年", "下半年"):
        collected(part)
    first = told()
    assert first.count("YOY007") == 1
    with monkeypatch.context() as patched:
        patched.setattr(gate, "_of_parts", lambda *_: pytest.fail("nothing has changed"))
        assert told() == first
    (office / "底账" / "下半年" / "底账.sqlite").unlink()  # begun anew, it has changed as often as before
    sent(office, "2023下半年", [("2023-08-03", 10)])
    collected("下半年")
    assert "YOY007" not in told()


@pytest.mark.parametrize("said", ["2023年13月", "2023Q5", "2023年2-7月"])
def test_what_is_no_period_is_answered_with_what_is(office: Path, said: str) -> None:
    told = run("build", said, at=office)
    assert told.returncode == 2
    assert "写成 2023年上半年、2023年第一季度、2023年6月这样" in told.stderr


def test_a_workspace_begins_with_a_year(tmp_path: Path) -> None:
    told = run("init", "--year", "2023上半年", "--unit", "某镇", at=tmp_path)
    assert (told.returncode, "年度写四位数字" in told.stderr) == (2, True)
