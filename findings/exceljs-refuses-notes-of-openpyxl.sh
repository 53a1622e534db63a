#!/usr/bin/env bash
# Title: exceljs opens no workbook with a note that openpyxl has written, because of what the note's parts are called
# Versions: openpyxl 3.1.5, exceljs 4.4.0, Node 18 or later
# One would guess: a part may be called anything; its type and the relationship say what it is (ECMA-376 Part 2), so a program
#   that reads Excel's notes reads those of openpyxl, which Excel itself opens.
# What happens: exceljs tells notes and their drawing by the names `xl/comments1.xml` and `xl/drawings/vmlDrawing1.vml`, as
#   Excel calls them; openpyxl calls them `xl/comments/comment1.xml` and `xl/drawings/commentsDrawing1.vml`. It also
#   takes a relationship's target only where that is relative (`../comments1.xml`), not where it begins with a slash. The
#   relationships are so followed to nothing, and the whole workbook is refused with "Cannot read properties of undefined
#   (reading 'comments')". With the parts called as Excel calls them, and nothing else changed, it opens.
# Why it matters here: blank forms are written with notes on their headings, and departments fill them in with programs of
#   every kind; a form that one of them cannot open comes back retyped.
# Prints the versions and what each of the two files comes to; ends with 1 where that has changed, with 2 without npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs npm"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$folder" exceljs@4.4.0 > /dev/null 2>&1
cat > make.py <<'PYTHON'
import zipfile

import openpyxl
from openpyxl.comments import Comment

book = openpyxl.Workbook()
book.active["A1"] = "cell"
book.active["A1"].comment = Comment("note", "author")
book.save("openpyxl.xlsx")
NAMES = {
    "xl/comments/comment1.xml": "xl/comments1.xml",
    "xl/drawings/commentsDrawing1.vml": "xl/drawings/vmlDrawing1.vml",
}
with zipfile.ZipFile("openpyxl.xlsx") as old, zipfile.ZipFile("renamed.xlsx", "w") as new:
    for name in old.namelist():
        content = old.read(name)
        for one, other in NAMES.items():
            before = "../" if name.endswith(".rels") else "/xl/"
            content = content.replace(f"/{one}".encode(), f"{before}{other.removeprefix('xl/')}".encode())
        new.writestr(NAMES.get(name, name), content)
PYTHON
cat > read.js <<'NODE'
const { Workbook } = require("exceljs");
(async () => {
  for (const file of ["openpyxl.xlsx", "renamed.xlsx"]) {
    const book = new Workbook();
    const said = await book.xlsx.readFile(file).then(
      () => "opened",
      (error) => "refused, " + error.message);
    console.log(file + ": " + said);
  }
})();
NODE
venv/bin/python make.py
echo "openpyxl $(venv/bin/python -c 'import openpyxl; print(openpyxl.__version__)'), exceljs $(node -p 'require("exceljs/package.json").version'), node $(node --version)"
node read.js | tee said.txt
grep -q "^openpyxl.xlsx: refused, .*'comments'" said.txt && grep -q "^renamed.xlsx: opened" said.txt
