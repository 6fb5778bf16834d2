import io
import zipfile

import pytest
from document_laws import assert_survives, read, translated
from marked import shown

from pipeline.documents.odf import OdfFormat
from pipeline.errors import InputError

FORM = OdfFormat()
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "draw")
)


def odt(body, **parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:body {SPACES} xmlns:svg="s" xmlns:dc="d">'
        content = f"{head}{body}</office:body>"
        made.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, data in parts.items():
            made.writestr(name.replace("_", "/") + ".xml", data)
    return stream.getvalue()


def content(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("content.xml").decode().split(">", 2)[2].removesuffix("</office:body>")


BODY = "<text:note-body><text:p>Une note</text:p></text:note-body>"
NOTE = f"<text:note><text:note-citation>1</text:note-citation>{BODY}</text:note>"
CASES = [
    ("<text:h>Titre</text:h><text:p>Un <text:span>mot</text:span>  noir</text:p>", "Titre\n\nUn {1>mot<1} noir"),
    ("<text:p>Un<text:s text:c='2'/>mot<text:tab/>Ici<text:line-break/>Là</text:p>", "Un mot[1]\nIci[2]\nLà"),
    (f"<text:p>Un mot{NOTE} ici</text:p>", "Un mot[1] ici\n\nUne note"),
    ("<text:p>Page <text:page-number>1</text:page-number> ici</text:p>", "Page [1]ici"),
    ("<text:tracked-changes><text:p>Non</text:p></text:tracked-changes><text:p>Oui</text:p>", "Oui"),
    ("<table:table-cell table:formula='x'><text:p>Non</text:p></table:table-cell><text:p>Oui</text:p>", "Oui"),
    ("<text:p><draw:frame><draw:text-box><text:p>Un</text:p></draw:text-box><svg:desc>Deux</svg:desc></draw:frame></text:p>",
     "Un\n\nDeux"),
    ("<text:p>Un &amp; deux</text:p><text:p/><text:p>12</text:p>", "Un & deux"),
    ("<text:p>Un<office:annotation><dc:date>x</dc:date><text:p>Deux</text:p></office:annotation></text:p>",
     "Un[1]\n\nDeux"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_what_is_read(body, expected):
    document = FORM.read(odt(body), "d")
    assert shown(document.text, document.codes) == expected
    again = read(FORM, odt(body))
    made = FORM.write(odt(body), again, translated(again))
    assert len(read(FORM, made).blocks) == len(document.blocks)


def test_outside_the_words_nothing_changes():
    body = f"<text:h>Titre</text:h>\n <text:p a='b' >Un <text:span>mot</text:span>{NOTE}  ici</text:p>"
    document = read(FORM, odt(body))
    made = content(FORM.write(odt(body), document, translated(document)))
    note = NOTE.replace("Une note", "Vof opuf")
    assert made == f"<text:h>Ujusf</text:h>\n <text:p a='b' >Vo <text:span>npu</text:span>{note} jdj</text:p>"


def test_parts_without_change_are_copied():
    data = odt("<text:p>Un</text:p>", styles=f"<office:s {SPACES}/>", meta="<x>Titre</x>")
    document = read(FORM, data)
    made = zipfile.ZipFile(io.BytesIO(FORM.write(data, document, translated(document))))
    assert [entry.filename for entry in made.infolist()] == ["mimetype", "content.xml", "styles.xml", "meta.xml"]
    assert made.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert made.read("meta.xml") == b"<x>Titre</x>"


def test_a_password():
    with pytest.raises(InputError, match=r"a\.odt: is protected by a password"):
        FORM.read(odt("", **{"META-INF_manifest": "<a><encryption-data/></a>"}), "a.odt")


def test_damaged_files_are_refused_in_one_line_or_read():
    assert_survives(FORM, odt(f"<text:p>Un <text:span>mot</text:span>{NOTE} ici</text:p>"), 120)
