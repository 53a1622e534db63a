"""What a page shows of a formula and of a sign that only a symbol font has."""

from __future__ import annotations

import pytest
from lxml import etree

from reportgen.word.formulas import MATH, linear, sign
from reportgen.word.package import W

NAMES = f'xmlns:m="{MATH[1:-1]}" xmlns:w="{W[1:-1]}"'


def t(text: str) -> str:
    return f"<m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>{text}</m:t></m:r>"


def f(top: str, bottom: str) -> str:
    return f"<m:f><m:fPr><m:ctrlPr/></m:fPr><m:num>{top}</m:num><m:den>{bottom}</m:den></m:f>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (t("成功率=") + f(t("118"), t("121")), "成功率=118/121"),
        (f(t("成功+终止"), t("受理")), "(成功+终止)/受理"),
        (f(t("a"), f(t("b"), t("c"))), "a/(b/c)"),
        (f"<m:sSup><m:e>{t('x')}</m:e><m:sup>{t('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSup><m:e>{t('x')}</m:e><m:sup>{t('n+1')}</m:sup></m:sSup>", "x^(n+1)"),
        (f"<m:sSub><m:e>{t('a')}</m:e><m:sub>{t('1')}</m:sub></m:sSub>", "a_1"),
        (f"<m:rad><m:deg>{t('3')}</m:deg><m:e>{t('8')}</m:e></m:rad>", "3√(8)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{t('a')}</m:e><m:e>{t('b')}</m:e></m:d>", "[a，b]"),
        (f"<m:d><m:e>{t('a-b')}</m:e></m:d>" + t("×100%"), "(a-b)×100%"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{t('i=1')}</m:sub><m:sup>{t('n')}</m:sup><m:e>{t('x')}</m:e></m:nary>", "∑(i=1，n)x"),
    ],
)  # fmt: skip
def test_a_formula_reads_the_same_on_one_line(formula: str, text: str) -> None:
    assert linear(etree.fromstring(f"<m:oMath {NAMES}>{formula}</m:oMath>")) == text


@pytest.mark.parametrize(
    ("font", "char", "text"),
    [
        ("Wingdings", "F0FE", "☑"), ("Wingdings", "00FE", "☑"), ("Wingdings 2", "F052", "☑"), ("Symbol", "F0B3", "≥"),
        ("仿宋", "2460", "①"), ("Wingdings", "F001", ""), ("没有的字体", "F0FE", ""), ("Symbol", "", ""),
    ],
)  # fmt: skip
def test_a_sign_of_a_symbol_font_is_the_character_that_looks_like_it(font: str, char: str, text: str) -> None:
    assert sign(etree.fromstring(f"<w:sym {NAMES} w:font='{font}' w:char='{char}'/>")) == text
