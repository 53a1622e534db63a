"""Numbers of papers, telephones and cards in texts, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.values.personal import CARD, IDENTITY, PASS, PASSPORT, TELEPHONE, masked, personal_numbers

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def identity(region: str, birth: str, number: str = "123") -> str:
    """A number with its check digit."""
    first = region + birth + number
    return first + CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, first, strict=True)) % 11]


OURS = identity("330199", "19900307")


@pytest.mark.parametrize(
    "text",
    [
        OURS, OURS.lower(), f"证号{OURS}。", f"{OURS[:6]} {OURS[6:14]} {OURS[14:]}", "-".join(OURS), f"3 {OURS}", f"{OURS[:9]}\n{OURS[9:]}",
        "11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "1101051949\u200b1231002X", identity("810000", "20050101"),
        identity("820000", "19851123"), identity("830000", "19700228"), "330199900307123", "330199-900307-123", "A123456(3)", "A123456789",
        "澳门居民身份证1234567(8)", "澳门居民身份证1/234567/8",
    ],
)  # fmt: skip
def test_an_identity_number_is_seen(text: str) -> None:
    assert personal_numbers(text) == (IDENTITY,)


@pytest.mark.parametrize(
    "text",
    [
        OURS[:17] + ("1" if OURS[17] != "1" else "2"), identity("330199", "20991231"), identity("330199", "19900231"),
        identity("330199", "18000101"), identity("990000", "19900307"), identity("000000", "19900307"), "330199901307123",
        f"{OURS}0", "统一社会信用代码91330106MA2ABCDE3X", "统一社会信用代码：12330100470103158Y", "注册号330106000012345", "受理编号330106230115001",
        "A123456(4)", "A123456780", "（2023）浙0106民初12345号", "近政发〔2023〕12号",
    ],
)  # fmt: skip
def test_what_is_no_identity_number_is_left_alone(text: str) -> None:
    assert personal_numbers(text) == ()


@given(
    st.sampled_from(["110101", "330199", "650102", "710000", "810000", "820000", "830000"]),
    st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
    st.lists(st.sampled_from(["", "", "", " ", "-", "　", "\u200b", "－"]), min_size=17, max_size=17),
)
def test_any_identity_number_is_seen_however_it_is_spaced(
    region: str, born: date, number: int, gaps: list[str]
) -> None:
    written = identity(region, f"{born:%Y%m%d}", f"{number:03}")
    spaced = "".join(sign + gap for sign, gap in zip(written, [*gaps, ""], strict=True))
    assert IDENTITY in personal_numbers(f"证号{spaced}，")
    assert IDENTITY in personal_numbers(spaced.translate({0x30 + n: 0xFF10 + n for n in range(10)}))


@pytest.mark.parametrize("sign", ["\u200b", "－", "　"])
def test_the_same_sign_between_all_digits_hides_none(sign: str) -> None:
    spaced = sign.join(identity("110101", "19800101", "123"))
    assert personal_numbers(spaced) == (IDENTITY,)
    assert masked(spaced) == sign.join(["*"] * 18)


def test_nobody_is_born_to_morrow() -> None:
    born = date.today()
    assert personal_numbers(identity("330199", f"{born:%Y%m%d}")) == (IDENTITY,)
    assert personal_numbers(identity("330199", f"{born.year + 1}0101")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "１３８１２３４５６７８", "138-1234-5678", "138 1234 5678", "138.1234.5678", "1381234 5678", "1 3 8 1 2 3 4 5 6 7 8", "   ".join("13812345678"), "+86 13812345678",
        "0086-138-1234-5678", "(+86)13812345678", "8619912345678", "手机：13812345678、", "一三八一二三四五六七八", "0571-87654321", "（0571）87654321",
        "0571 8765 4321", "057187654321", "010-62345678", "+86-571-87654321", "+86 10 6234 5678", "电话87654321", "TEL：8765-4321", "传真0577-8765432",
    ],
)  # fmt: skip
def test_a_telephone_is_seen(text: str) -> None:
    assert personal_numbers(text) == (TELEPHONE,)


@pytest.mark.parametrize(
    "text",
    [
        "12345", "拨打12348公共法律服务热线", "400-820-8820", "138****5678", "13812345678元", "13812345678.5元", "占13.812345678%", "分别为15 236 1894 12件",
        "20230101-20231231", "2023-0571", "1,381,234,567元", "12812345678", "138123456789", "6月1日—12月31日", "惠及87654321人次", "电话3部87人", "电话咨询2023-2024年度", "电话通知20231201", "0106",
    ],
)  # fmt: skip
def test_what_is_no_telephone_is_left_alone(text: str) -> None:
    assert personal_numbers(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890128", "6222 0212 3456 7890 128", "6222-0212-3456-7890-128", "６２２２０２１２３４５６７８９０１２８", "6217001234567893", "4123456789012349",
        "622202 1234567890128", "卡号9123456789012348",
    ],
)  # fmt: skip
def test_a_bank_card_is_seen(text: str) -> None:
    assert personal_numbers(text) == (CARD,)


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890129",
        "卡号6222021234567890129",
        "9123456789012348",
        "0000000000000000",
        "编号2023120500001234",
    ],
)
def test_what_is_no_bank_card_is_left_alone(text: str) -> None:
    assert personal_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("护照E12345678", PASSPORT), ("护照E12K34567", PASSPORT), ("护照（号码EA1234567）", PASSPORT), ("护照号码123456789", PASSPORT), ("来往内地通行证H12345678", PASS),
        ("回乡证M1234567801", PASS), ("台胞证12345678", PASS), ("台湾居民来往大陆通行证号：0123456789", PASS), ("往来港澳通行证C12345678", PASS),
    ],
)  # fmt: skip
def test_a_paper_is_seen_beside_its_name(text: str, sort: str) -> None:
    assert personal_numbers(text) == (sort,)


@pytest.mark.parametrize(
    "text",
    ["型号E12345678", "办理护照12345678本", "M12345678型设备", "12345678", "台胞证业务20230101起可以网办"],
)
def test_a_paper_is_not_seen_without_its_name(text: str) -> None:
    assert personal_numbers(text) == ()


def test_each_sort_is_told_once() -> None:
    assert personal_numbers(f"{OURS}、{OURS}，电话13812345678、13912345678") == (IDENTITY, TELEPHONE)


def test_a_text_is_shown_without_the_digits_of_a_personal_number() -> None:
    assert masked("3起，电话13812345678") == "*起，电话***********"
    assert masked("2023年3起") == "2023年3起"
    assert masked("电话一三八一二三四五六七八") == f"电话{'*' * 11}"
    assert masked("320684199001011232") == "*" * 18  # its check digit would be another
    assert masked("320684199013011232") == "320684199013011232"
