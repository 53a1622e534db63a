#!/usr/bin/env bash
# Title: LibreOffice gives a Word file's footnotes to its marks by their order in the part, and not by their ids
# Versions: LibreOffice 7.4.7 (Debian's libreoffice-writer), Python 3 (to write the files)
# One would guess: `<w:footnoteReference w:id="2"/>` shows the `<w:footnote w:id="2">` of footnotes.xml, wherever that stands
#   there: the id is all that binds the two (ECMA-376 Part 1, 17.11.14 and 17.11.10), and Word goes by it.
# What happens: where the marks come in another order than the notes stand in footnotes.xml, as after a paragraph was moved,
#   each mark gets the next note in turn: the mark of note 2 shows the text of note 1. Nothing is said; a PDF made on the way
#   carries the wrong notes. With both in the same order all is well.
# Why it matters here: a report whose template was edited, or whose parts were repeated, has notes in any order; each note
#   that says where a number comes from would stand beside another number in the PDF.
# Prints the version and which text each mark got; ends with 1 where that has changed, with 2 where there is no soffice.
set -euo pipefail
command -v soffice > /dev/null || { echo "needs soffice (libreoffice-writer)"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/make.py" <<'PYTHON'
import sys, zipfile
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PK = "http://schemas.openxmlformats.org/package/2006"
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"

def note(number, text, kind=""):
    said = f'<w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r>' if not kind else f"<w:r><w:{kind}/></w:r>"
    sort = f' w:type="{kind}"' if kind else ""
    return f'<w:footnote{sort} w:id="{number}"><w:p>{said}</w:p></w:footnote>'

def document(ids):
    paragraphs = "".join(
        f'<w:p><w:r><w:t>mark of note {i}</w:t></w:r><w:r><w:footnoteReference w:id="{i}"/></w:r></w:p>' for i in ids
    )
    notes = note(-1, "", "separator") + note(0, "", "continuationSeparator")
    notes += "".join(note(i, f"text of note {i}") for i in sorted(ids))
    return {
        "[Content_Types].xml": f'<Types xmlns="{PK}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{CT}.document.main+xml"/>'
        f'<Override PartName="/word/footnotes.xml" ContentType="{CT}.footnotes+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PK}/relationships"><Relationship Id="r1" Type="{NS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PK}/relationships"><Relationship Id="r1" Type="{NS}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{paragraphs}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
    }

for name, ids in (("in-order", [1, 2, 3]), ("out-of-order", [2, 3, 1])):
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}.docx", "w") as archive:
        for part, text in document(ids).items():
            archive.writestr(part, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
PYTHON
python3 "$folder/make.py" "$folder"
soffice --version
for name in in-order out-of-order; do
  soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to fodt --outdir "$folder" "$folder/$name.docx" > /dev/null 2>&1
  grep -o 'mark of note [0-9]\|text of note [0-9]' "$folder/$name.fodt" | grep -o '[0-9]' | paste -sd ' ' > "$folder/$name.txt"
  echo "$name, mark and text in turn: $(cat "$folder/$name.txt")"
done
[ "$(cat "$folder/in-order.txt")" = "1 1 2 2 3 3" ] && [ "$(cat "$folder/out-of-order.txt")" = "2 1 3 2 1 3" ]
