"""Findings -> one web page that needs nothing beside it: a table, and filters by department, severity and code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

_WHOLE = "整份报告"  # whose finding it is that is no department's
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; --line: #8a8f98; --soft: #eef2f7; }
body { font: 16px/1.6 system-ui, "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #1a1a1a;
  background: #fff; margin: 0 auto; max-width: 90rem; padding: 1rem; }
h1 { font-size: 1.5rem; margin: .5rem 0; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; background: var(--soft);
  padding: .75rem 1rem; border-radius: .4rem; }
label { display: grid; gap: .15rem; }
select, button { font: inherit; padding: .3rem .5rem; min-height: 2.4rem; border: 1px solid #5b616b; border-radius: .3rem;
  background: #fff; color: inherit; max-width: 20rem; }
:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .4rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; min-width: 3.2em; }
thead th { background: var(--soft); position: sticky; top: 0; white-space: nowrap; }
tbody th { font-weight: normal; }
td.long { min-width: 10.5em; }
td.short { white-space: nowrap; }
.error { color: #a40000; font-weight: bold; }
.warning { color: #6b4a00; }
@media print { form, .status { display: none; } body { max-width: none; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; } thead th { position: static; } tr { break-inside: avoid; } }
"""
_SCRIPT = """
(function () {
  var form = document.querySelector("form"), rows = document.querySelectorAll("tbody tr");
  var status = document.querySelector(".status"), picks = form.querySelectorAll("select");
  function show() {
    var seen = 0;
    rows.forEach(function (row) {
      var hidden = false;
      picks.forEach(function (pick) {
        if (pick.value && row.getAttribute("data-" + pick.name) !== pick.value) { hidden = true; }
      });
      row.hidden = hidden;
      if (!hidden) { seen += 1; }
    });
    status.textContent = "列出 " + seen + " 处，共 " + rows.length + " 处。";
  }
  form.hidden = false;
  form.addEventListener("change", show);
  form.addEventListener("reset", function () { setTimeout(show); });
  show();
})();
"""


def html(
    title: str, said: str, heads: Sequence[str], rows: Sequence[Sequence[str]], filters: Sequence[str]
) -> str:
    """Return the page: its title, a sentence, and a table whose rows can be chosen by the columns named in `filters`.

    The first column is the heading of its row. Whatever a cell says is a text. Without scripts the table is there whole.
    """
    at = [heads.index(each) for each in filters]
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
            f"<h1>{escape(title)}</h1>\n<p>{escape(said)}</p>\n",
            *(_form(filters, at, rows) if rows else ()),
            *(_table(heads, rows, at) if rows else ()),
            "</main>\n",
            f"<script>{_SCRIPT}</script>\n" if rows else "",
            "</body>\n</html>\n",
        ]
    )


def _form(filters: Sequence[str], at: Sequence[int], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The filters, which only the script shows: without it they would do nothing."""
    yield '<form hidden aria-label="筛选">\n'
    for number, (name, column) in enumerate(zip(filters, at, strict=True)):
        counts = Counter(row[column] for row in rows)
        yield f'<label>{escape(name)}<select name="f{number}">\n<option value="">全部</option>\n'
        for value, count in counts.items():
            shown = f"{value or _WHOLE}（{count}）"
            yield f'<option value="{_key(value)}">{escape(shown)}</option>\n'
        yield "</select></label>\n"
    yield '<button type="reset">全部列出</button>\n</form>\n<p class="status" role="status"></p>\n'


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], at: Sequence[int]) -> Iterator[str]:
    yield '<div class="wide" role="region" tabindex="0" aria-label="逐处列出">\n<table>\n'
    yield "<caption>逐处列出</caption>\n<thead>\n<tr>"
    yield from (f'<th scope="col">{escape(each)}</th>' for each in heads)
    yield "</tr>\n</thead>\n<tbody>\n"
    for row in rows:
        keys = "".join(f' data-f{number}="{_key(row[column])}"' for number, column in enumerate(at))
        first, *others = row
        cells = "".join(f"<td{_look(each)}>{escape(each)}</td>" for each in others)
        yield f'<tr{keys}><th scope="row">{escape(first or _WHOLE)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _key(value: str) -> str:
    """What a value is told by in an attribute, never empty: that stands for all."""
    return f"={escape(value)}"


def _look(text: str) -> str:
    look = {"错误": "error", "提醒": "warning"}.get(text, "")
    if not look and text:
        look = "long" if len(text) > 12 else "short" if text.isascii() else ""
    return f' class="{look}"' if look else ""
