"""The values of personal columns -> whether a text names one of these people, or a number of theirs.

Where a name counts is a choice between missing one and taking words for one:

- a name of three signs or more counts wherever it stands, and so does one of two signs whose surname is hardly ever part of
  another word (张伟, 刘洋; but not in 主张伟大);
- one that does not begin with a surname, one of two signs that may be a word or a piece of two (高峰, 平安, 文明, 于法 in 对于法律), one that ends like a place or a body
  (李新村), and one that the profile or the template has as a word, count only beside a word by which people are called (同志, 先生, 当事人,
  调解员 …), beside another of the names, or alone in brackets;
- bodies in a personal column (公司, 村委会) are no people; numbers and codes count from six signs on, bare digits from eight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reportgen.characters import half, is_han, typed
from reportgen.expressions import expression

_LONGEST = 24
_DOTS = str.maketrans("•・‧∙⋅．", "······")
_CODE, _DIGITS = 6, 8  # signs of the shortest code that is looked for, digits of the shortest number
_SIGNS = r"[、,，;；/\\|\n\t&]"
_BY_SIGNS = expression(_SIGNS)
_BY_WORDS = expression(rf"{_SIGNS}|(?<=[一-鿿]{{2}})[与和及诉](?=[一-鿿]{{2,4}}$)")
_MAYBE_BY_WORDS = expression("..[与和及诉].{2,4}$")  # elsewhere, names stand apart by signs alone
_BESIDE = expression(
    r"\([^)]*\)|[等共]\d*[一二两三四五六七八九十]*[人名位户]?$|^(?:[^:]{1,6}:|当事人|申请人|原告|被告)"
)
_NOBODY = expression(
    "个人|企业|群众|[村居市农公]民|单位|法人|自然人|(?:社会)?组织|业主|[商农住]户|个体户?|家属|学生|双方|多人|全体.*|其他.*|夫妻|兄弟|父子|母子|邻居|无|保密"
)
_BODY = expression(
    "公司|合作社|委员会|村委|居委|政府|办事处|中心|银行|协会|学校|集团|商行|经营部|工作室|小组|支行|医院|法院|某|本人|匿名|不详"
)
_LIKE_A_BODY = expression("[厂店局院校所站队社部办处厅村镇乡县市区组户]$")
_OF_ABROAD = expression("[A-Za-z][A-Za-z .]{3,}")
_TELEPHONE = expression(r"[\s:]*(?:1\d{10}|\d{17}[\dX])$")
_CODED = expression(r"[A-Za-z\d〔〕()\-]*\d[A-Za-z\d〔〕()\-]*")
# surnames that are hardly ever part of another word, and the signs before them where they are
_SURNAMES = frozenset(
    "张李刘陈杨赵黄吴徐孙朱郭罗郑梁谢宋邓韩冯曹彭肖董潘袁蔡蒋魏吕沈姚卢姜崔谭汪廖贾邹孟熊秦邱尹薛闫侯陶郝龚邵覃戴阎俞阮翁王周"
)
# whatever begins with none of these, and is Han, may be 自然人 or 社会组织
_ALL_SURNAMES = _SURNAMES | frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅"
    "盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌"
    "焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳"
    "逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩"
    "厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付闫代覃邸冼牟仝苟揭佘覃岳尉卿郄佟帅亢滑"
)
_OTHERWISE = expression(r"[主扩紧夸开慌纸伸声桃行感致答道酬国帝一二两三四五六七八九十百千\d每各几上本四]$")
_WORDS = frozenset(
    re.findall(
        r"\S+",
        "黄金 黄色 黄河 黄昏 黄牌 黄线 黄土 杨树 杨梅 李子 朱红 梁山 宋代 韩国 徐州 郑州 郑重 孟子 秦岭 吴江 陈述 陈列 陈旧 陈规 沈阳 谢谢 谢意 张贴 张开"
        " 张扬 罗列 罗马 董事 熊猫 陶瓷 陶冶 王牌 王国 王者 周边 周期 周密 周全 周到 周年 周末 周围 周知 周转 周一 周二 周三 周四 周五 周六 周日 周报 周例",
    )
)
_CALLED = expression(
    "[”)\\s]*(?:同志|先生|女士|小姐|某|老师|律师|法官|检察官|警官|民警|队长|所长|局长|镇长|乡长|书记|主任|科长|院长|站长|村长|委员(?!会)|主席|部长"
    "|经理|师傅|医生|教授|调解员|等?[一二两三四五六七八九十\\d]+人|夫妇|父子|母子|父女|母女|兄弟|姐妹|一家|本人)"
)
_CALLING = expression(
    "(?:当事人|申请人|原告|被告|第三人|上诉人|证人|受害人|报案人|信访人|来访人|投诉人|户主|调解员|承办人|经办人|联系人|负责人|主持人|主讲人|讲师|律师|顾问"
    "|网格员|民警|法官|队员|队长|所长|局长|镇长|乡长|书记|主任|科长|院长|站长|同志|姓名|名叫)[:为是\\s“(]*$"
)
_AMONG = expression(
    "(?:村民|居民|群众|市民|业主|职工|工人|干部|党员|人员|患者|学生|老人|残疾人|委员|对象|由)$"
)
_ACTS = expression(r"反映|因(?!素)|与|和|等|向|称|提出|申请|起诉")
_JOINED = "与和及、,;"


@dataclass(frozen=True)
class People:
    """The names and codes of personal columns, as they are compared. `words` are texts in which each is an ordinary word."""

    names: frozenset[str]
    codes: frozenset[str] = frozenset()
    words: str = ""

    def are_in(self, text: str) -> bool:
        """Whether a text names one of these people, or a code of theirs."""
        if not (self.names or self.codes):
            return False
        plain = _plain(text)
        return any(self._names(each) for each in {plain, half(text)}) or self._has_code(plain)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self.names}))

    @cached_property
    def _beginning(self) -> Mapping[str, frozenset[int]]:
        """The lengths of the names by the sign that they begin with."""
        found: dict[str, set[int]] = {}
        for name in self.names:
            found.setdefault(name[0], set()).add(len(name))
        return {sign: frozenset(lengths) for sign, lengths in found.items()}

    def _names(self, text: str) -> bool:
        beginning = self._beginning
        return any(
            text[at : at + length] in self.names and self._is_meant(text, at, text[at : at + length])
            for at, sign in enumerate(text)
            if sign in beginning
            for length in beginning[sign]
        )

    def _is_meant(self, text: str, at: int, name: str) -> bool:
        before, after = text[max(0, at - 8) : at], text[at + len(name) :]
        surnamed = name[0] in _ALL_SURNAMES or not _is_short(name)
        ordinary = name in self.words or bool(_LIKE_A_BODY.search(name)) or not surnamed
        if len(name) == 2:
            alone = name[0] in _SURNAMES and name not in _WORDS and not _OTHERWISE.search(before)
            ordinary = ordinary or not alone
        if not ordinary:
            return True
        called = (
            _CALLING.search(before) or _CALLED.match(after) or (_AMONG.search(before) and _ACTS.match(after))
        )
        in_brackets = before[-1:] in ("(", "") and after[:1] in (")", "")
        return bool(called) or in_brackets or self._is_joined(text, at, name)

    def _is_joined(self, text: str, at: int, name: str) -> bool:
        """Whether another of the names stands beside one: 高峰与李娜."""
        after, end = text[at + len(name) :], at - 1
        if after[:1] and after[0] in _JOINED:
            return any(after[1 : 1 + length] in self.names for length in self._lengths)
        joined = end > 0 and text[end] in _JOINED
        return joined and any(text[max(0, end - length) : end] in self.names for length in self._lengths)

    def _has_code(self, text: str) -> bool:
        runs = (each.casefold() for each in _CODED.findall(text))
        return any(run in self.codes or run.strip("()-") in self.codes for run in runs)


def people(values: Iterable[object], words: Iterable[str] = ()) -> People:
    """Return the people whom the values of personal columns name; `words` are the profile's and the template's texts."""
    names, codes = set[str](), set[str]()
    for value in values:
        for part in [*_parts(_plain(str(value))), *_apart(str(value))]:
            each = _BESIDE.sub("", part).strip()
            each = called if _is_short(called := _TELEPHONE.sub("", each)) else each
            if _is_name(each) and not _BODY.search(each) and not _NOBODY.fullmatch(each):
                names.add(each)
            elif _CODED.fullmatch(each):
                codes |= {each.casefold()} if len(each) >= (_DIGITS if each.isdigit() else _CODE) else set()
            elif _CODE <= len(each) <= _LONGEST and re.search(r"\d", each):
                names.add(each)
    return People(frozenset(names), frozenset(codes), "\n".join(words))


def _parts(text: str) -> list[str]:
    """The people of a text, one each."""
    return (_BY_WORDS if _MAYBE_BY_WORDS.search(text) else _BY_SIGNS).split(text)


def _apart(text: str) -> list[str]:
    """The people of a text who stand apart by blanks alone: 张三丰 李四光, but not 欧阳 修文 or 王 建 国."""
    if len(text.split()) < 2:
        return []
    pieces = [piece.split() for piece in _BY_SIGNS.split(half(text))]
    return [
        each
        for piece in pieces
        if len(piece) > 1 and all(_is_short(part) and part[0] in _ALL_SURNAMES for part in piece)
        for each in piece
    ]


def _is_short(text: str) -> bool:
    return 2 <= len(text) <= 4 and is_han(text)


def _is_name(text: str) -> bool:
    """Whether a text may be a name by its signs: of two to four characters, rare ones among them, in parts, or a foreign one."""
    if "·" in text:
        return all(len(part) <= 8 and is_han(part) for part in text.split("·"))
    if 2 <= len(text) <= 4 and not text.isascii():
        return all(
            "一" <= each <= "鿿" or "㐀" <= each <= "䶿" or "\U00020000" <= each <= "\U0003ffff"
            for each in text
        )
    return bool(_OF_ABROAD.fullmatch(text))


def _plain(text: str) -> str:
    """A text in half width without blanks between Han characters, and one sort of dots in names."""
    return typed(text).translate(_DOTS)
