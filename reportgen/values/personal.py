"""A text -> what is personal in it: numbers of identity papers, telephones and bank cards. It says which sort, and never which.

An identity number is one by its check digit and its day of birth (GB 11643-1999; residents of Hong Kong, Macao and Taiwan
have numbers of the same form that begin with 81, 82, 83), a card's by Luhn's check digit. Full width and blanks or hyphens
between the digits hide none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from reportgen.characters import half, visible
from reportgen.expressions import expression
from reportgen.numerals import DIGITS

IDENTITY, PASS, PASSPORT = "身份证号码", "往来通行证号码", "护照号码"
TELEPHONE, CARD = "电话号码", "银行卡号"

_SPELT = expression("[〇零○一二三四五六七八九]{11,}")  # a number that is spelt digit by digit
_DIGIT = expression(r"[\d〇零○一二三四五六七八九]")
_FEWEST, _OF_IDENTITY = 6, 17  # digits of the shortest of the numbers, and of an identity number
_CLOSE = expression(
    r"(?:\d[\s.A-Za-z/-]{0,3}){5}\d"
)  # which each of the numbers has in it, as `_plain` gives it
_DASHES = expression("[\u2010-\u2015\u2212\u30fb\u00b7\u2022_~]")
_GAP = r"[\s.-]{0,3}"
_EIGHTEEN = expression(rf"(?<!\d)(?=((?:\d{_GAP}){{17}}[\dXx])(?!\d))")
_FIFTEEN = expression(r"(?<![\d.A-Za-z])\d{6}[\s-]?\d{6}[\s-]?\d{3}(?![\d.A-Za-z])")
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)  # fmt: skip
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_OLDEST = 1880
_OF_A_BODY = expression("信用代码|机构代码|注册号|登记证号|税号")
_OF_A_THING = expression(
    "(?:编号|流水号?|注册号|订单号?|受理号|登记号|发票号?码?|合同号|项目代码|代码)[^\\d。；]{0,4}$"
)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_HONG_KONG = expression(r"(?<![A-Za-z\d])([A-Z]{1,2})(\d{6})\(([\dA])\)")
_MACAO = expression(r"(?<!\d)[157]\d{6}\(\d\)|(?<!\d)[157]/\d{6}/\d(?!\d)")
_TAIWAN = expression(r"(?<![A-Za-z\d])([A-Z])([12]\d{8})(?!\d)")
_TAIWAN_PLACES = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_HOME_RETURN = expression(r"(?<![A-Za-z\d])[HM]\s?\d{8}(?:\s?\d{2})?(?!\d)", re.IGNORECASE)
_COMPATRIOT = expression(r"(?<!\d)\d{8}(?:\d{2}|\([A-Z\d]\))?(?!\d)")
_PASSPORT = expression(r"(?<![A-Za-z\d])(?:[A-Z]{1,2}\s?\d{7,8}|[A-Z]\d{2}[A-Z]\d{5})(?!\d)", re.IGNORECASE)
_PASSPORT_NUMBER = expression(r"护照(?:号码?|编号|:|为|是|\s)[^\d。；]{0,6}\d{8,9}(?!\d)")
_NEAR = 24  # signs between a paper's name and its number
_AMOUNT = r"(?!\s*(?:[余多]?[万亿]?(?:元|公斤|吨|平方|立方|千瓦|人|件|次|个|份|株|斤|亩))|\.\d|%)"
_MOBILE = expression(
    rf"(?<![\d.])(?:(?:\+|00)?\s?\(?86\)?[\s-]?)?(1(?:{_GAP}\d){{10}})(?!\d)(?!-\d{{4,}}){_AMOUNT}"
)
_LANDLINE = expression(
    rf"(?<![\d.])\(?(?:(?:0|(?:\+|00)\s?86[\s-]?\(?0?)(?:10|2\d)\)?[\s-]{{0,3}}[2-9]\d{{3}}[\s-]?\d{{4}}"
    rf"|(?:0|(?:\+|00)\s?86[\s-]?\(?0?)[3-9]\d\d\)?[\s-]{{0,3}}[2-9](?:\d{{2,3}}[\s-]?\d{{4}}|\d{{6,7}}))(?!\d){_AMOUNT}"
)
_LOCAL = expression(
    r"(?:电话|座机|传真|手机|热线|联系方式|拨打|致电|[Tt][Ee][Ll])(?:号码?)?[^\d。；;,，]{0,6}"
    rf"(?<!\d)(?!20\d\d[\s-]?20\d\d|20\d\d[01]\d[0-3]\d)[2-9]\d{{2,3}}[\s-]?\d{{4}}(?!\d){_AMOUNT}"
)
_CARD = expression(rf"(?<![\d.])(?=((?:\d{_GAP}){{15,18}}\d)(?!\d))")
_ISSUED = expression(r"62|60|955|103|4\d{15}$|5[1-5]\d{14}$|3[568]\d{14}$|456351")
_OF_A_CARD = expression("卡号|银行卡|信用卡|储蓄卡|借记卡|社保卡|账号|帐号|账户|帐户|开户")


@lru_cache(maxsize=4096)
def personal_numbers(text: str) -> tuple[str, ...]:
    """Return the sorts of personal numbers in a text, each once: 身份证号码, 电话号码, …"""
    if len(_DIGIT.findall(text)) < _FEWEST:
        return ()
    plain = _plain(text)
    if not _CLOSE.search(plain):
        return ()
    identities = list(_identities(plain))
    rest = plain
    for start, end in identities:  # that no piece of it be told as a telephone, too
        rest = rest[:start] + "◇" * (end - start) + rest[end:]
    sorts = (
        (IDENTITY, iter(identities)), (PASS, _passes(rest)), (PASSPORT, _passports(rest)), (TELEPHONE, _telephones(rest)),
        (CARD, _cards(rest)),
    )  # fmt: skip
    return tuple(sort for sort, found in sorts if next(iter(found), None) is not None)


@lru_cache(maxsize=4096)
def masked(text: str) -> str:
    """Return a text with stars for its digits where one of its numbers is personal, or would be but for a wrong check digit."""
    if not personal_numbers(text) and not _looks_like_identity(text):
        return text
    return re.sub(r"\d", "*", _SPELT.sub(lambda match: "*" * len(match[0]), text))


def _looks_like_identity(text: str) -> bool:
    if len(_DIGIT.findall(text)) < _OF_IDENTITY:
        return False
    numbers = (re.sub(r"[\s.-]", "", each[1]) for each in _EIGHTEEN.finditer(_plain(text)))
    return any(_begins_at_home(number) and _is_day(number[6:14]) for number in numbers)


@lru_cache(maxsize=1)  # both who ask, ask of the same text
def _plain(text: str) -> str:
    """A text in half width, without what cannot be seen, dashes as hyphens, numbers that are spelt as digits."""
    spelt = _SPELT.sub(lambda match: "".join(str(DIGITS.get(sign, 0)) for sign in match[0]), text)
    return _DASHES.sub("-", half(visible(spelt)))


def _identities(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers of identity papers stand."""
    for match in _EIGHTEEN.finditer(text):
        number = re.sub(r"[\s.-]", "", match[1]).upper()
        if _is_identity(number) and not (_is_of_body(number) and _OF_A_BODY.search(_before(text, match))):
            yield match.span(1)
    for match in _FIFTEEN.finditer(text):
        number = re.sub(r"\D", "", match[0])
        before = _before(text, match)
        otherwise = _OF_A_THING.search(before) or _OF_A_BODY.search(before)
        if _begins_at_home(number) and _is_day(f"19{number[6:12]}") and not otherwise:
            yield match.span()
    for match in _HONG_KONG.finditer(text):
        if _is_of_hong_kong(*match.groups()):
            yield match.span()
    for match in _MACAO.finditer(text):
        if re.search("澳门|身份证", _before(text, match)):
            yield match.span()
    for match in _TAIWAN.finditer(text):
        if _is_of_taiwan(*match.groups()):
            yield match.span()


def _is_identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17] and _begins_at_home(number) and _is_day(number[6:14])


def _begins_at_home(number: str) -> bool:
    return int(number[:2]) in _PROVINCES


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which somebody who lives may have been born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _OLDEST and day <= date.today()


def _is_of_body(number: str) -> bool:
    """Whether it is the code of an organisation by its check sign (GB 32100-2015)."""
    if any(sign not in _CREDIT_SIGNS for sign in number):
        return False
    total = sum(pow(3, at, 31) * _CREDIT_SIGNS.index(sign) for at, sign in enumerate(number[:17]))
    return _CREDIT_SIGNS[-total % 31] == number[17]


def _is_of_hong_kong(letters: str, digits: str, check: str) -> bool:
    values = [36, *(ord(letter) - 55 for letter in letters)][-2:] + [int(digit) for digit in digits]
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return (total + (10 if check == "A" else int(check))) % 11 == 0


def _is_of_taiwan(letter: str, digits: str) -> bool:
    place = 10 + _TAIWAN_PLACES.index(letter)
    weights = zip((8, 7, 6, 5, 4, 3, 2, 1, 1), map(int, digits), strict=True)
    return (place // 10 + place % 10 * 9 + sum(weight * digit for weight, digit in weights)) % 10 == 0


def _passes(text: str) -> Iterator[str]:
    for match in _HOME_RETURN.finditer(text):
        if re.search("通行证|回乡证|证件|港澳", _around(text, match)):
            yield match[0]
    for match in _COMPATRIOT.finditer(text):
        if re.search("台胞证|台湾居民来往|来往大陆通行证", _before(text, match)) and not _is_date(match[0]):
            yield match[0]
    for match in _PASSPORT.finditer(text):
        if re.search("通行证", _before(text, match)):
            yield match[0]


def _is_date(digits: str) -> bool:
    return digits[:2] in ("19", "20") and _is_day(digits[:8]) and len(digits) == 8


def _passports(text: str) -> Iterator[str]:
    for match in _PASSPORT.finditer(text):
        if "护照" in _around(text, match):
            yield match[0]
    yield from (match[0] for match in _PASSPORT_NUMBER.finditer(text))


def _telephones(text: str) -> Iterator[str]:
    for match in _MOBILE.finditer(text):
        if re.match(r"1[3-9]", re.sub(r"\D", "", match[1])) and _is_grouped(match[1]):
            yield match[0]
    yield from (match[0] for pattern in (_LANDLINE, _LOCAL) for match in pattern.finditer(text))


def _is_grouped(written: str) -> bool:
    """Whether digits stand together as people group those of one number: in threes at least, or one by one, or in twos."""
    groups = [len(each) for each in re.split(r"[\s.-]+", written)]
    return min(groups) >= 3 or max(groups) == 1 or set(groups[:-1]) == {2}


def _cards(text: str) -> Iterator[str]:
    for match in _CARD.finditer(text):
        for length in range(19, 15, -1):
            number = _first(match[1], length)
            if number and _is_card(number) and _is_grouped_card(text, match.start(1), number):
                named = _OF_A_CARD.search(_before(text, match))
                body = _OF_A_BODY.search(_before(text, match))
                if named or (_ISSUED.match(number) and not body and not _is_identity_like(number)):
                    yield number
                    break


def _first(written: str, length: int) -> str:
    digits = re.sub(r"\D", "", written)
    return digits if len(digits) == length else ""


def _is_identity_like(number: str) -> bool:
    return len(number) == 18 and _is_identity(number)


def _is_grouped_card(text: str, start: int, number: str) -> bool:
    """Whether the digits from a place on are grouped as on a card: in fours, in sixes, one by one or not at all."""
    written = re.match(rf"(?:\d{_GAP}){{{len(number) - 1}}}\d", text[start : start + 4 * len(number)])
    groups = [len(each) for each in re.split(r"[\s.-]+", written[0])] if written else [0]
    return len(groups) == 1 or min(groups[:-1]) >= 4 or max(groups) == 1


def _is_card(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(set(number)) > 2 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _before(text: str, match: re.Match[str]) -> str:
    start = match.start(1) if match.re in (_EIGHTEEN, _CARD) else match.start()
    return text[max(0, start - _NEAR) : start]


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
