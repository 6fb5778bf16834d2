import io
import zipfile
from dataclasses import replace

import pytest
from document_laws import assert_laws, assert_survives, read, translated, units
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import shown
from office_files import docx, part, run

from pipeline.documents.docx import DocxFormat
from pipeline.errors import InputError

FORM = DocxFormat()


def marked(body, **parts):
    document = FORM.read(docx(body, **parts), "d")
    return shown(document.text, document.codes)


def marked_text(data):
    document = FORM.read(data, "d")
    return shown(document.text, document.codes)


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


BOLD, ITALIC = "<w:b/>", "<w:i/>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction, text):
    begin, middle, end = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{middle}{run(text)}{end}"


CASES = [
    (paragraph(run("Un mot"), run(" noir", BOLD), run(" ici.")), "Un mot{1> noir<1} ici."),
    # runs formatted alike are one, whatever the spelling checker and the language say
    (paragraph(run("Un "), "<w:proofErr/>", run("mot", '<w:lang w:val="fr-FR"/>'), run(" ici")), "Un mot ici"),
    (paragraph(run("Tout", BOLD), run(" gras", BOLD)), "Tout gras"),
    (paragraph(run("Un"), run(" ", BOLD), run("mot")), "Un mot"),
    # deletions are no text, insertions are
    (paragraph(run("Un "), "<w:del><w:r><w:delText>non</w:delText></w:r></w:del>", f"<w:ins>{run('mot')}</w:ins>"),
     "Un [1]{2>mot<2}"),
    (paragraph(run("Un "), f"<w:smartTag><w:smartTagPr/>{run('mot')}</w:smartTag>"), "Un {1>mot<1}"),
    (paragraph(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Un')}</w:sdtContent></w:sdt>", run(" mot")), "{1>Un<1} mot"),
    # what a link's own formatting is needs no code of its own
    (paragraph(run("Voir "), f"<w:hyperlink>{run('la page', '<w:u/>')}</w:hyperlink>"), "Voir {1>la page<1}"),
    # fields: what Word computes is a code, the text of a link is read
    (paragraph(run("Page "), field(" PAGE ", "12"), run(" de la fin")), "Page [1] de la fin"),
    (paragraph(run("Voir "), field(' HYPERLINK "x" ', "ici"), run(" aussi")), "Voir {1>ici<1} aussi"),
    (paragraph(run("Un"), "<w:r><w:br/></w:r>", run("Deux")), "Un[1]\nDeux"),
    (paragraph(run("Un"), '<w:r><w:br w:type="page"/></w:r>', run("Deux")), "Un[1]Deux"),
    (paragraph(run("Un mot"), "<w:r><w:footnoteReference/></w:r>", run(" ici")), "Un mot[1] ici"),
    (paragraph(run("12")) + paragraph(run("Un")) + paragraph(), "Un"),
    # paragraphs of a text box are blocks of their own
    (paragraph(run("Un"), f"<w:r><w:pict><w:txbxContent>{paragraph(run('Deux'))}</w:txbxContent></w:pict></w:r>"),
     "Un[1]\n\nDeux"),
    (f"<w:tbl><w:tr><w:tc>{paragraph(run('Un'))}</w:tc><w:tc>{paragraph(run('Deux'))}</w:tc></w:tr></w:tbl>",
     "Un\n\nDeux"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_what_is_read(body, expected):
    assert marked(body) == expected
    assert_laws(FORM, docx(body))


def test_notes_headers_and_comments_are_read():
    parts = {name: paragraph(run(name)) for name in ("footnotes", "header1", "comments", "styles")}
    assert marked(paragraph(run("Un")), **parts) == "Un\n\nheader1\n\nfootnotes\n\ncomments"


def test_only_parts_that_change_are_written_anew():
    data = docx(paragraph(run("Un ", BOLD), run("mot")), footnotes=paragraph(run("12")))
    document = read(FORM, data)
    made = FORM.write(data, document, translated(document))
    assert part(made, "word/footnotes.xml") == part(data, "word/footnotes.xml")
    assert FORM.write(data, document, units(document)) != made
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        same = zipfile.ZipFile(io.BytesIO(made)).read(name) == zipfile.ZipFile(io.BytesIO(data)).read(name)
        assert same == (name != "word/document.xml")


def test_formatting_goes_with_its_words_and_the_language_turns():
    data = docx(paragraph("<w:pPr><w:jc/></w:pPr>", run("Un ", '<w:lang w:val="fr-FR"/>'), run("mot noir", BOLD)))
    document = read(FORM, data)
    made = part(FORM.write(data, document, translated(document)), "word/document.xml")
    assert "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr>" not in made
    assert '<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">Vo </w:t></w:r>' in made
    assert "<w:r><w:rPr><w:b/></w:rPr><w:t>npu opjs</w:t></w:r></w:p>" in made


def test_a_number_that_word_computes_keeps_its_spaces():
    data = docx(paragraph(run("La page "), field("PAGE", "1"), run(" est là.")))
    document = read(FORM, data)
    (unit,) = units(document)
    code = replace(unit.source_codes[0], at=8)
    made = FORM.write(data, document, [replace(unit, target="The page is here.", target_codes=(code,))])
    assert read(FORM, made).text == "The page  is here."
    assert marked_text(made) == "The page [1] is here."


RUNS = st.builds(
    run,
    st.sampled_from(["Un mot. ", " ", "noir", "12", "Deux", "&amp;", "été. "]),
    st.sampled_from(["", BOLD, ITALIC, BOLD + ITALIC]),
)
ALONE = st.sampled_from(
    ["<w:r><w:tab/></w:r>", "<w:bookmarkStart/>", "<w:r><w:drawing/></w:r>", field("PAGE", "1"), "<w:r><w:br/></w:r>"]
)
LINKS = st.lists(RUNS, min_size=1, max_size=3).map(lambda runs: f"<w:hyperlink>{''.join(runs)}</w:hyperlink>")


@settings(max_examples=150)
@given(st.lists(st.lists(st.one_of(RUNS, RUNS, ALONE, LINKS), max_size=8), max_size=3))
def test_nothing_but_the_words_changes(paragraphs):
    assert_laws(FORM, docx("".join(paragraph(*runs) for runs in paragraphs)))


BROKEN = [
    (b"", "broken file"),
    (b"PK\x03\x04 and no more", "broken file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a file with a password", "protected by a password"),
    (docx("<w:p>"), "not well-formed"),
    (docx("")[:-40], "broken file"),
]


@pytest.mark.parametrize(("data", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_what_is_broken_costs_one_line(data, message):
    with pytest.raises(InputError, match=f"a.docx.*{message}"):
        FORM.read(data, "a.docx")


def test_entities_and_bombs_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a>" + b" " * 50_000_000 + b"</a>")
    with pytest.raises(InputError, match=r"refused: .* when unpacked"):
        FORM.read(stream.getvalue(), "a.docx")
    stream = io.BytesIO(docx(""))
    with zipfile.ZipFile(stream, "a") as made:
        made.writestr("word/comments.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(InputError, match="it declares entities"):
        FORM.read(stream.getvalue(), "a.docx")


def test_damaged_files_are_refused_in_one_line_or_read():
    body = paragraph(run("Un mot"), run(" noir", BOLD), field("PAGE", "1"))
    assert_survives(FORM, docx(body, footnotes=paragraph(run("Deux"))))
