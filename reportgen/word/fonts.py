"""A Word file -> the fonts that its text asks for, in the order in which it does."""

from __future__ import annotations

import re

from lxml import etree

from reportgen.word.elements import P, R, T
from reportgen.word.package import Package, W, parse, unpack
from reportgen.word.paragraph_styles import Styles

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
_LATIN = re.compile("[0-9A-Za-z]")


def fonts(file: bytes) -> list[str]:
    """Return the names of the fonts; raise NotWordError."""
    package = unpack(file)
    styles, themes = Styles.of(package), _themes(package)
    asked: dict[str, None] = {}
    for name in [name for label in ("正文", "页眉", "页脚", "脚注", "尾注") for name in package.find(label)]:
        for paragraph in parse(name, package.parts[name]).iter(P):
            for run in paragraph.iter(R):
                text = "".join(each.text or "" for each in run.iterchildren(T))
                for script, slot in ((_CHINESE, "eastAsia"), (_LATIN, "ascii")):
                    if script.search(text) and (font := _font(styles, themes, paragraph, run, slot)):
                        asked[font] = None
    return list(asked)


def _font(
    styles: Styles, themes: dict[str, str], paragraph: etree._Element, run: etree._Element, slot: str
) -> str:
    for each in styles.of_run(paragraph, run, "rFonts"):
        if theme := each.get(f"{W}{slot}Theme"):
            return themes.get(theme, "")
        if font := each.get(W + slot):
            return font
    return ""


def _themes(package: Package) -> dict[str, str]:
    """The fonts of the theme by the names that text asks for them by; raise NotWordError."""
    found: dict[str, str] = {}
    for name in [name for name, kind in package.types.items() if kind == _THEME and name in package.parts]:
        root = parse(name, package.parts[name])
        for kind in ("major", "minor"):
            for script, said in (("latin", "Ascii"), ("latin", "HAnsi"), ("ea", "EastAsia")):
                for each in root.iter(f"{_A}{kind}Font"):
                    font = each.find(_A + script)
                    found[f"{kind}{said}"] = "" if font is None else font.get("typeface", "")
                    if script == "ea" and not found[f"{kind}{said}"]:
                        listed = {
                            one.get("script"): one.get("typeface", "")
                            for one in each.iterchildren(_A + "font")
                        }
                        found[f"{kind}{said}"] = listed.get("Hans", "")
    return found
