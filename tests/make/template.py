"""Write templates/rule-of-law/report.docx, the Word template of a township's annual rule-of-law report; `made` writes others.

Run as `python -m tests.make.template`. The Word file is binary; this script is its reviewable source: PROSE
is the text with its tags, STYLES the formats, after GB/T 9704-2012. Same script, same bytes. Whoever edits
the template in Word has a source of their own from then on; this script would overwrite it.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).resolve().parents[2] / "templates" / "rule-of-law" / "report.docx"

TITLE = "{{ 报告.单位 }}{{ 报告.年度 }}年法治政府建设情况报告"

# One paragraph is `style: text`; an indented line continues it without a space. `[name]` puts the paragraph
# between block tags, each a 标签行 of its own: it is kept or repeated as the section `name` says.
# Wording rules: true of any township; every number is a tag; a clause that may be missing brings its own
# leading comma, so that what remains is grammatical; 全部合格 and 暂无败诉 only where there is something to
# judge. Departments end 工作内容 and 具体安排 with a full stop, 主要问题 and 原因分析 without.
PROSE = """
报告标题: {{报告.单位}}{{报告.年度}}年法治政府建设情况报告
[报告.文号] 文号: {{报告.文号}}
[报告.主送机关] 主送机关: {{报告.主送机关}}：
报告正文: {{报告.年度}}年，{{报告.单位}}坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治
    思想，在上级党委、政府的领导和上级业务部门的指导下，围绕依法行政、法治宣传、矛盾化解等重点工作，推进法治政府建设。
    按照《法治政府建设与责任落实督察工作规定》要求，现将有关情况报告如下（数据统计截至{{报告.截止日期}}）。

一级标题: 一、本年度推进法治政府建设的主要举措和成效

二级标题: （一）加强组织领导
三级标题: 1.统筹谋划部署
报告正文: {{报告.单位}}把法治政府建设摆在重要位置，加强统筹协调，推动各项任务落实。
    {{#工作会议.领导小组会议}}全年召开领导小组会议{{工作会议.领导小组会议}}次，研究法治建设工作。{{/工作会议.领导小组会议}}
[工作举措.组织领导] 报告正文: {{工作内容}}
三级标题: 2.部门协同联动
报告正文: 各有关部门和派出所按照职责分工加强配合，共同做好行政执法、法治宣传、矛盾化解等工作。
[工作举措.部门联动] 报告正文: {{工作内容}}

二级标题: （二）推进依法行政
三级标题: 1.依法科学决策
报告正文: 坚持科学决策、民主决策、依法决策，注重听取各方面意见，防范决策法律风险。
[工作举措.依法决策] 报告正文: {{工作内容}}
三级标题: 2.规范性文件管理
报告正文: 落实行政规范性文件管理要求，实行目录管理。
    {{#规范性文件.继续有效}}截至{{报告.截止日期}}，继续有效的行政规范性文件{{规范性文件.继续有效}}件。{{/规范性文件.继续有效}}
    {{^规范性文件.继续有效}}截至{{报告.截止日期}}，没有继续有效的行政规范性文件。{{/规范性文件.继续有效}}
    {{#规范性文件.本年印发}}本年度印发行政规范性文件{{规范性文件.本年印发}}件。{{/规范性文件.本年印发}}
    {{#规范性文件.废止失效}}目录中已废止或者失效的{{规范性文件.废止失效}}件。{{/规范性文件.废止失效}}
[工作举措.文件管理] 报告正文: {{工作内容}}
三级标题: 3.法律顾问和公职律师
报告正文: 推进法律顾问和公职律师工作，为依法决策、依法行政提供法律支持。
    {{#法律顾问.公职律师}}配备公职律师{{法律顾问.公职律师}}位{{#法律顾问.法律顾问}}，{{/法律顾问.法律顾问}}
    {{^法律顾问.法律顾问}}。{{/法律顾问.法律顾问}}{{/法律顾问.公职律师}}
    {{#法律顾问.法律顾问}}聘请法律顾问{{法律顾问.法律顾问}}位。{{/法律顾问.法律顾问}}
    {{^法律顾问.公职律师}}{{^法律顾问.法律顾问}}本年度没有公职律师和聘请的法律顾问。{{/法律顾问.法律顾问}}{{/法律顾问.公职律师}}
[工作举措.法律顾问] 报告正文: {{工作内容}}
三级标题: 4.政府信息公开
报告正文: 按照《中华人民共和国政府信息公开条例》推进政府信息主动公开，办理政府信息公开申请。
    {{#依申请公开.收到}}全年收到政府信息公开申请{{依申请公开.收到}}件，
    {{#依申请公开.办理}}办理{{依申请公开.办理}}件{{/依申请公开.办理}}{{^依申请公开.办理}}均尚未办结{{/依申请公开.办理}}。
    {{/依申请公开.收到}}{{^依申请公开.收到}}全年未收到政府信息公开申请。{{/依申请公开.收到}}
[工作举措.政务公开] 报告正文: {{工作内容}}
三级标题: 5.行政复议和行政应诉
报告正文: 依照《中华人民共和国行政复议法》《中华人民共和国行政诉讼法》办理行政复议答复和行政应诉事项。
    {{#行政复议.总数}}全年共有行政复议案件{{行政复议.总数}}件，其中
    {{#行政复议.维持}}，维持{{行政复议.维持}}件{{/行政复议.维持}}
    {{#行政复议.撤销}}，撤销{{行政复议.撤销}}件{{/行政复议.撤销}}
    {{#行政复议.其他被纠错}}，其他被纠错{{行政复议.其他被纠错}}件{{/行政复议.其他被纠错}}
    {{#行政复议.其他结果}}，以驳回、调解或者终止结案{{行政复议.其他结果}}件{{/行政复议.其他结果}}
    {{#行政复议.未审结}}，未审结{{行政复议.未审结}}件{{/行政复议.未审结}}。{{/行政复议.总数}}
    {{^行政复议.总数}}全年没有行政复议案件。{{/行政复议.总数}}
    {{#行政诉讼.总数}}全年共有行政诉讼案件{{行政诉讼.总数}}件
    {{#行政诉讼.未审结}}，其中未审结{{行政诉讼.未审结}}件{{/行政诉讼.未审结}}，
    {{#行政诉讼.败诉}}败诉{{行政诉讼.败诉}}件{{/行政诉讼.败诉}}{{^行政诉讼.败诉}}暂无败诉案件{{/行政诉讼.败诉}}。
    {{/行政诉讼.总数}}{{^行政诉讼.总数}}全年没有行政诉讼案件。{{/行政诉讼.总数}}
[工作举措.复议应诉] 报告正文: {{工作内容}}
三级标题: 6.行政执法能力
报告正文: 推进严格规范公正文明执法，加强行政执法队伍建设。
    {{#执法人员.总数}}共有行政执法人员{{执法人员.总数}}人
    {{#执法人员.下沉}}，其中下沉人员{{执法人员.下沉}}人{{/执法人员.下沉}}。{{/执法人员.总数}}
    {{#执法考试.参考人数}}行政执法人员参加考试{{执法考试.参考人数}}人
    {{#执法人员.下沉}}（{{执法考试.参考人数 | 口径}}）{{/执法人员.下沉}}，
    {{^执法考试.未合格人数}}全部合格{{/执法考试.未合格人数}}
    {{#执法考试.未合格人数}}合格{{执法考试.合格人数}}人，未合格{{执法考试.未合格人数}}人{{/执法考试.未合格人数}}。
    {{/执法考试.参考人数}}{{^执法考试.参考人数}}本年度没有本级行政执法人员参加考试。{{/执法考试.参考人数}}
[工作举措.行政执法] 报告正文: {{工作内容}}
三级标题: 7.权力制约监督
报告正文: 加强对行政权力运行的制约和监督，接受人大监督、群众监督和舆论监督。
[工作举措.权力监督] 报告正文: {{工作内容}}

二级标题: （三）深化法治宣传
三级标题: 1.突出普法重点
报告正文: 围绕宪法、民法典以及与群众生产生活密切相关的法律法规开展宣传教育。
    {{#普法活动.总数}}全年开展普法宣传活动{{普法活动.总数}}次
    {{#普法活动.参加人次}}，参加{{普法活动.参加人次}}人次{{/普法活动.参加人次}}。{{/普法活动.总数}}
    {{^普法活动.总数}}本年度没有登记普法宣传活动。{{/普法活动.总数}}
[工作举措.普法重点] 报告正文: {{工作内容}}
三级标题: 2.落实普法责任
报告正文: 落实“谁执法谁普法”普法责任制，推动普法与执法、服务相结合。
[工作举措.普法责任] 报告正文: {{工作内容}}
三级标题: 3.抓实普法对象
报告正文: 把领导干部、行政执法人员和青少年作为普法重点对象，推进分类普法。
    {{#学法培训.集中学法}}全年组织集中学法{{学法培训.集中学法}}次
    {{#学法培训.学法考试}}、学法考试{{学法培训.学法考试}}次{{/学法培训.学法考试}}。{{/学法培训.集中学法}}
    {{^学法培训.集中学法}}{{#学法培训.学法考试}}全年组织学法考试{{学法培训.学法考试}}次。{{/学法培训.学法考试}}
    {{^学法培训.学法考试}}本年度没有登记集中学法和学法考试。{{/学法培训.学法考试}}{{/学法培训.集中学法}}
    {{#学时.机关人员最低}}机关工作人员年度学法均不少于{{学时.机关人员最低}}学时
    {{#学时.重点人员最低}}，{{/学时.重点人员最低}}{{^学时.重点人员最低}}。{{/学时.重点人员最低}}{{/学时.机关人员最低}}
    {{#学时.重点人员最低}}副科级以上人员和行政执法人员年度学法均不少于{{学时.重点人员最低}}学时。{{/学时.重点人员最低}}
    {{#普法活动.校园普法}}开展校园普法活动{{普法活动.校园普法}}次。{{/普法活动.校园普法}}
[工作举措.普法对象] 报告正文: {{工作内容}}
三级标题: 4.创新普法形式
报告正文: 丰富普法载体，采取群众便于参与、易于接受的方式开展法治宣传。
    {{#工作举措.反诈街长度}}设有长约{{工作举措.反诈街长度}}米的反诈宣传街区。{{/工作举措.反诈街长度}}
    {{#普法活动.法治夜市}}本年度举办法治夜市{{普法活动.法治夜市}}次
    {{#普法活动.法治夜市 | 上年}}，上年和本年度连续{{普法活动.法治夜市连续年数}}年举办{{/普法活动.法治夜市 | 上年}}。
    {{/普法活动.法治夜市}}
[工作举措.普法形式] 报告正文: {{工作内容}}
三级标题: 5.培育法治文化
报告正文: 推进法治文化阵地建设，发挥阵地宣传教育作用。
    {{#文化阵地.总数}}共有法治文化阵地{{文化阵地.总数}}处。{{/文化阵地.总数}}
    {{#文化阵地.提档升级村数}}全年对{{文化阵地.提档升级村数}}个村（社区）的法治文化阵地进行提档升级。{{/文化阵地.提档升级村数}}
[工作举措.法治文化] 报告正文: {{工作内容}}

二级标题: （四）化解矛盾纠纷
报告正文: 坚持和发展新时代“枫桥经验”，发挥人民调解作用，推动矛盾纠纷就地化解。
    {{#矛盾调解.总数}}全年受理矛盾纠纷{{矛盾调解.总数}}起
    {{#矛盾调解.总数 | 同比}}，{{矛盾调解.总数 | 同比}}{{/矛盾调解.总数 | 同比}}，涉及{{矛盾调解.涉及人数}}人
    {{#矛盾调解.成功}}，调解成功{{矛盾调解.成功}}起{{/矛盾调解.成功}}
    {{#矛盾调解.不成功}}，调解不成功{{矛盾调解.不成功}}起{{/矛盾调解.不成功}}
    {{#矛盾调解.调解中}}，正在调解{{矛盾调解.调解中}}起{{/矛盾调解.调解中}}，调解成功率{{矛盾调解.成功率}}。{{/矛盾调解.总数}}
    {{^矛盾调解.总数}}全年未受理矛盾纠纷。{{/矛盾调解.总数}}
[工作举措.矛盾化解] 报告正文: {{工作内容}}

一级标题: 二、主要负责人履行推进法治建设第一责任人职责情况
报告正文: {{报告.年度}}年，{{报告.单位}}主要负责人履行推进法治建设第一责任人职责，有关情况如下。

二级标题: （一）履行职责，部署法治建设
报告正文: 加强对法治建设的组织推动，对重点工作作出部署。
    {{#工作会议.总数}}全年召开法治建设工作会议{{工作会议.总数}}次，其中
    {{#工作会议.党委会议}}，党委会议{{工作会议.党委会议}}次{{/工作会议.党委会议}}
    {{#工作会议.领导小组会议}}，领导小组会议{{工作会议.领导小组会议}}次{{/工作会议.领导小组会议}}
    {{#工作会议.专题会议}}，专题会议{{工作会议.专题会议}}次{{/工作会议.专题会议}}。
    {{#工作会议.主要负责人主持}}上述会议中，主要负责人主持{{工作会议.主要负责人主持}}次。{{/工作会议.主要负责人主持}}{{/工作会议.总数}}
    {{^工作会议.总数}}本年度没有登记法治建设工作会议。{{/工作会议.总数}}
[工作举措.第一责任人] 报告正文: {{工作内容}}

二级标题: （二）学法用法，增强法治意识
报告正文: 把学法用法作为提升依法履职能力的基础工作，推动尊法学法守法用法。
    {{#学法培训.集中学法}}全年组织集中学法{{学法培训.集中学法}}次。{{/学法培训.集中学法}}

二级标题: （三）依法应诉，支持司法审判
报告正文: 推动行政机关负责人出庭应诉，支持人民法院依法审理行政案件。
    {{#行政诉讼.总数}}全年共有行政诉讼案件{{行政诉讼.总数}}件
    {{#行政诉讼.未审结}}，其中未审结{{行政诉讼.未审结}}件{{/行政诉讼.未审结}}，
    {{#行政诉讼.败诉}}败诉{{行政诉讼.败诉}}件{{/行政诉讼.败诉}}{{^行政诉讼.败诉}}暂无败诉案件{{/行政诉讼.败诉}}。
    {{#行政诉讼.开庭}}开庭审理{{行政诉讼.开庭}}件，行政机关负责人出庭应诉{{行政诉讼.负责人出庭}}件，
    出庭应诉率{{行政诉讼.出庭应诉率}}。{{/行政诉讼.开庭}}
    {{^行政诉讼.开庭}}本年度无开庭案件，不计算出庭应诉率。{{/行政诉讼.开庭}}{{/行政诉讼.总数}}
    {{^行政诉讼.总数}}全年没有行政诉讼案件。{{/行政诉讼.总数}}

一级标题: 三、存在的主要问题
报告正文: 对照法治政府建设要求，查找工作中存在的不足，分析产生不足的原因。
    {{^存在问题.清单}}本年度没有登记存在的主要问题。{{/存在问题.清单}}
[存在问题.清单] 报告正文: {{中文序号}}是{{主要问题}}。主要原因是{{原因分析}}。

一级标题: 四、下阶段工作安排

二级标题: （一）加强学法培训
报告正文: {{报告.下年度}}年，继续组织领导干部、行政执法人员和机关工作人员学习法律法规，提升依法行政能力。
[下步安排.学法培训] 报告正文: {{具体安排}}

二级标题: （二）加强法治宣传
报告正文: 继续落实普法责任制，面向重点对象开展法治宣传教育，增强普法工作的针对性和实效性。
[下步安排.法治宣传] 报告正文: {{具体安排}}

二级标题: （三）加强矛盾化解
报告正文: 继续做好矛盾纠纷排查和调解工作，推动矛盾纠纷依法及时化解。
[下步安排.矛盾化解] 报告正文: {{具体安排}}
[报告.署名] 署名: {{报告.署名}}
[报告.成文日期] 成文日期: {{报告.成文日期}}
"""

# GB/T 9704-2012, in twips: A4, a text area of 156 mm x 225 mm, 22 lines of 28 characters of 16 pt.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
LINE = 579  # 28.95 pt: 22 lines take 636.9 of the 637.8 pt there are; 29 pt gives 21 lines
CHARACTER = (PAGE_WIDTH - LEFT - RIGHT) / 28  # 15.79 pt, so each 16 pt character has to give a little
CHARACTER_SPACE = math.floor((CHARACTER / 20 - 16) * 4096)  # as the grid says it: w:charSpace, 1/4096 pt
# Here by w:spacing, in twips, as LibreOffice spreads 16 pt characters over two cells of that grid; one twip
# more than the grid takes, because LibreOffice leaves a grid less than the full width.
TIGHTER = -6
TWO = round(2 * CHARACTER)  # for programs that do not know w:firstLineChars
NUMBER_LINE = 320
FOOTER = BOTTOM - 397 - NUMBER_LINE // 2  # the dashes of the page number stand 7 mm below the text area

FONTS = {  # Chinese fonts, and what stands in where one is not installed
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
LATIN = "Times New Roman"

INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{TWO}"/>'
CENTRED = '<w:jc w:val="center"/>'
RIGHT_TWO = f'<w:ind w:rightChars="200" w:right="{TWO}"/><w:jc w:val="right"/>'
NORMAL = (
    '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/>'
)
BLANK_LINE_BELOW = f'<w:spacing w:before="0" w:after="{LINE}" w:line="{LINE}" w:lineRule="exact"/>'
BLANK_LINE_ABOVE = f'<w:spacing w:before="{LINE}" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
TABLE_LINE = '<w:spacing w:line="400" w:lineRule="atLeast"/>'  # a cell grows with what is in it
AS_HIGH = '<w:spacing w:line="240" w:lineRule="auto"/>'  # a fixed line would cut a picture off
GREY_BAND = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>'
NUMBER = (
    f'<w:spacing w:line="{NUMBER_LINE}" w:lineRule="exact"/>'
    '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>'
)
PAGE_NUMBER = (  # WPS shows nothing unless each piece of a field has a run of its own
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
    '<w:fldChar w:fldCharType="separate"/>',
    "<w:t>1</w:t>",
    '<w:fldChar w:fldCharType="end"/>',
)
# id, name, font of Chinese characters, font of digits, half-points, paragraph properties
STYLES = (
    ("ReportTitle", "报告标题", "方正小标宋简体", LATIN, 44, f"<w:keepNext/>{BLANK_LINE_BELOW}{CENTRED}"),
    ("ReportNumber", "文号", "仿宋_GB2312", LATIN, 32, BLANK_LINE_BELOW + CENTRED),
    ("ReportAddressee", "主送机关", "仿宋_GB2312", LATIN, 32, ""),
    ("ReportBody", "报告正文", "仿宋_GB2312", LATIN, 32, INDENT),
    ("ReportLevel1", "一级标题", "黑体", LATIN, 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="0"/>'),
    ("ReportLevel2", "二级标题", "楷体_GB2312", LATIN, 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="1"/>'),
    ("ReportLevel3", "三级标题", "仿宋_GB2312", LATIN, 32, f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="2"/>'),
    ("ReportSignature", "署名", "仿宋_GB2312", LATIN, 32, BLANK_LINE_ABOVE + RIGHT_TWO),
    ("ReportDate", "成文日期", "仿宋_GB2312", LATIN, 32, RIGHT_TWO),
    ("ReportCaption", "表题", "黑体", LATIN, 28, f"<w:keepNext/>{CENTRED}"),
    ("ReportFigure", "图", "仿宋_GB2312", LATIN, 32, f"<w:keepNext/>{AS_HIGH}{CENTRED}"),
    ("ReportFigureCaption", "图题", "黑体", LATIN, 28, CENTRED),
    ("ReportTableHead", "表头", "黑体", LATIN, 24, f"<w:keepNext/>{TABLE_LINE}{CENTRED}"),
    ("ReportTableText", "表内文字", "仿宋_GB2312", LATIN, 24, f'{TABLE_LINE}<w:jc w:val="left"/>'),
    ("ReportTableNumber", "表内数字", "仿宋_GB2312", LATIN, 24, f'{TABLE_LINE}<w:jc w:val="right"/>'),
    ("ReportPageNumber", "页码", "宋体", "宋体", 28, NUMBER),
    ("ReportTagLine", "标签行", "仿宋_GB2312", LATIN, 21, GREY_BAND),
)
# Converters to HTML, Markdown and the like know headings by these names and by no outline level.
HEADINGS = {"一级标题": "heading 1", "二级标题": "heading 2", "三级标题": "heading 3"}
OWN_NAMES = {**HEADINGS, "表题": "caption"}

_SWITCH = '<w:compatSetting w:name="{}" w:uri="http://schemas.microsoft.com/office/word" w:val="{}"/>'.format
# What Chinese Word writes for a new document, with footers of odd and even pages apart.
SETTINGS = f"""
<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{_SWITCH("compatibilityMode", 15)}
{_SWITCH("overrideTableStyleFontSizeAndJustification", 1)}{_SWITCH("enableOpenTypeFeatures", 1)}
{_SWITCH("doNotFlipMirrorIndents", 1)}</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"
w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
"""


def main() -> None:
    """Write the template to its place in the profile."""
    TARGET.write_bytes(template())


class Table(NamedTuple):
    """A table: the widths of its columns as parts of the whole, its head and its body, a row a line, cells between bars.

    `<` is merged with the cell to the left, `^` with the one above, `!` stands for a bar in a tag; `*` before
    a text sets it as a heading. The first `words` columns are set as text. A `wide` one stands on pages that are turned, as do those that follow it.
    """

    widths: Sequence[int]
    head: str
    body: str
    words: int = 1
    wide: bool = False
    caption: str = ""


def template() -> bytes:
    """Return the whole Word file."""
    return made(TITLE, PROSE)


def made(title: str, *pieces: str | Table) -> bytes:
    """Return a Word file in the styles of an official document, of prose as in PROSE and tables, in their order."""
    document = docx.Document()
    _drop_unused_parts(document)
    _replace(document.styles.element, _styles())
    _replace(document.settings.element, SETTINGS)
    _set_page(document)
    _set_properties(document, title)
    turned = False
    for piece in pieces:
        if turned is not (wide := isinstance(piece, Table) and piece.wide):
            _end_section(document, turned=turned)
            turned = wide
        if isinstance(piece, Table):
            _add_table(document, piece)
        else:
            _add_prose(document, piece)
    if turned:
        _turn(document.element.body.sectPr)
    return _package(document)


def _add_prose(document: Document, text: str) -> None:
    for style, line in prose(text):
        paragraph = document.add_paragraph(style=HEADINGS.get(style, style).capitalize())
        if line:
            _add_run(paragraph, line.replace("⏎", "\n"))


def _add_table(document: Document, table: Table) -> None:
    """Add a caption and a table whose heading rows are repeated on each page; a wide one begins a page."""
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.page_break_before = True if table.wide else None
    _add_run(caption, table.caption)
    across = (PAGE_HEIGHT - BOTTOM - TOP) if table.wide else (PAGE_WIDTH - LEFT - RIGHT)
    widths = [across * each // sum(table.widths) for each in table.widths]
    head, body = (
        [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
        for text in (table.head, table.body)
    )
    rows = "".join(
        _row(cells, [*head, *body], at, widths, heading=at < len(head), words=table.words)
        for at, cells in enumerate([*head, *body])
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = _parse(
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )[0]
    document.element.body.insert_element_before(written, "w:sectPr")


def _row(
    cells: Sequence[str],
    rows: Sequence[Sequence[str]],
    at: int,
    widths: Sequence[int],
    *,
    heading: bool,
    words: int,
) -> str:
    """Return a row; what merges downwards is told by the row below."""
    written = []
    for column, text in enumerate(cells):
        if text == "<":
            continue
        span = next((n for n, each in enumerate(cells[column + 1 :], 1) if each != "<"), len(cells) - column)
        below = rows[at + 1][column] if at + 1 < len(rows) else ""
        merge = "<w:vMerge/>" if text == "^" else '<w:vMerge w:val="restart"/>' if below == "^" else ""
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style = "Head" if heading or text.startswith("*") else "Text" if column < words else "Number"
        shown = "" if text == "^" else escape(text.removeprefix("*").replace("!", "|"))
        run = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{shown}</w:t></w:r>' if shown else ""
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[column : column + span])}" w:type="dxa"/>{spanned}{merge}'
            f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="ReportTable{style}"/></w:pPr>{run}</w:p></w:tc>'
        )
    header = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(written)}</w:tr>"


def _end_section(document: Document, *, turned: bool) -> None:
    """End the section that was open, of upright or turned pages, by a line that takes no room."""
    section = deepcopy(document.element.body.sectPr)
    if turned:
        _turn(section)
    line = document.add_paragraph(style="报告正文")._p.get_or_add_pPr()
    line.extend(_parse('<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'))
    line.append(section)


def _turn(section: BaseOxmlElement) -> None:
    """Turn the pages of a section: what was bound on the left is bound at the top."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    for name, value in (("w", PAGE_HEIGHT), ("h", PAGE_WIDTH), ("orient", "landscape")):
        size.set(qn(f"w:{name}"), str(value))
    sides = {"top": LEFT, "right": TOP, "bottom": RIGHT, "left": BOTTOM, "header": LEFT // 2}
    for name, value in {**sides, "footer": RIGHT - 397 - NUMBER_LINE // 2}.items():
        margins.set(qn(f"w:{name}"), str(value))


def prose(text: str = PROSE) -> Iterator[tuple[str, str]]:
    """Yield style and text of each paragraph of prose; `⏎` in a text breaks its line."""
    for line in text.replace("\n    ", "").split("\n"):
        if match := re.fullmatch(r"(?:\[(.+?)\] )?(.+?): ?(.*)", line):
            section, style, said = match.groups()
            lines = [(style, said)]
            if section:
                opening = section if section.startswith("^") else f"#{section}"
                closing = f"{{{{/{section.removeprefix('^')}}}}}"
                lines = [("标签行", f"{{{{{opening}}}}}"), *lines, ("标签行", closing)]
            yield from lines


def _drop_unused_parts(document: Document) -> None:
    """Drop what python-docx's default template carries and this one has no use for."""
    used = ("officeDocument", "core-properties", "styles", "settings", "fontTable", "theme")
    for relationships in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in relationships.items() if not rel.reltype.endswith(used)]:
            del relationships[key]


def _replace(element: BaseOxmlElement, content: str) -> None:
    """Put `content` in place of all children of `element`."""
    for child in list(element):
        element.remove(child)
    element.extend(_parse(content))


def _parse(content: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>"))


def _styles() -> str:
    """Return Word's base styles, the report's own, and those that tables and comments use.

    Word derives the character grid from the size of Normal, so Normal is 16 pt.
    """
    body = _characters("仿宋_GB2312", LATIN, 32)
    small = _characters("宋体", LATIN, 21)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    return f"""
<w:docDefaults><w:rPrDefault>{body}</w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"
w:defQFormat="0" w:count="376"/>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr>{NORMAL}</w:pPr>{body}</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
<w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/>
</w:style>{"".join(_report_style(*style) for style in STYLES)}
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblBorders>{rules}</w:tblBorders></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="报告表格"/><w:basedOn w:val="TableGrid"/>
<w:qFormat/><w:tblPr><w:jc w:val="center"/></w:tblPr><w:trPr><w:cantSplit/></w:trPr>
<w:tblStylePr w:type="firstRow"><w:trPr><w:tblHeader/></w:trPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:tblStylePr>
</w:style>
<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>
<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr>
{small}</w:style>
<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>
<w:basedOn w:val="DefaultParagraphFont"/>{small}</w:style>
"""


def _report_style(key: str, name: str, chinese: str, latin: str, size: int, layout: str) -> str:
    """Return a paragraph style; those of headings and captions have Word's own names, by which converters know them."""
    own = OWN_NAMES.get(name)
    named = f'<w:name w:val="{own}"/><w:aliases w:val="{name}"/>' if own else f'<w:name w:val="{name}"/>'
    custom = "" if own else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}">{named}'
        f'<w:basedOn w:val="Normal"/><w:next w:val="ReportBody"/><w:qFormat/><w:pPr>{layout}</w:pPr>'
        f"{_characters(chinese, latin, size)}</w:style>"
    )


def _characters(chinese: str, latin: str, size: int) -> str:
    """Return the character format, with each of Word's four font slots named."""
    spacing = TIGHTER if size == 32 else 0
    return (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:eastAsia="{chinese}" w:hAnsi="{latin}" w:cs="{latin}"/>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    )


def _set_page(document: Document) -> None:
    """Set paper, margins, the grid and the page numbers of the only section."""
    section = document.sections[0]
    section.page_width, section.page_height = Twips(PAGE_WIDTH), Twips(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.header_distance, section.footer_distance = Twips(TOP // 2), Twips(FOOTER)
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        number = footer.paragraphs[0]
        number.style = "页码"
        number.alignment = WD_ALIGN_PARAGRAPH.from_xml(side)
        _add_run(number, "— ")
        for piece in PAGE_NUMBER:
            _add_run(number, content=piece)
        _add_run(number, " —")


def _set_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title = title
    properties.language = "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime(2024, 1, 1)
    properties.revision = 1


def _add_run(paragraph: Paragraph, text: str | None = None, content: str = "") -> None:
    """Add a run; the hint gives quotation marks and dashes, which both scripts have, the Chinese font."""
    run = paragraph.add_run(text).element
    run.insert(0, _parse('<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>')[0])
    run.extend(_parse(content))


def _package(document: Document) -> bytes:
    """Return the saved file with Chinese fonts in theme and font table, and the same bytes on every run.

    Stored, not deflated: zlib packs differently from machine to machine.
    """
    saved, package = BytesIO(), BytesIO()
    document.save(saved)
    theme = f'<a:latin typeface="{LATIN}"/><a:ea typeface="仿宋_GB2312"/><a:cs typeface="{LATIN}"/>'
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(package, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/theme/theme1.xml":
                pattern = r"(<a:(?:major|minor)Font>).*?(</a:(?:major|minor)Font>)"
                content = re.sub(pattern, rf"\1{theme}\2", content.decode(), flags=re.DOTALL).encode()
            elif name == "word/fontTable.xml":
                content = f"<w:fonts {nsdecls('w')}>{''.join(map(_font, FONTS))}</w:fonts>".encode()
            entry = zipfile.ZipInfo(name)
            entry.create_system = 0
            target.writestr(entry, content)
    return package.getvalue()


def _font(name: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{FONTS[name]}"/><w:charset w:val="86"/></w:font>'


if __name__ == "__main__":
    main()
