import io
import zipfile

import pytest
from document_laws import assert_survives, read, translated, units

from pipeline.documents.epub import EpubFormat
from pipeline.errors import InputError

FORM = EpubFormat()
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
BOOK = (
    '<?xml version="1.0"?>\n<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    "<dc:title>Un titre</dc:title><dc:language>fr</dc:language><dc:creator>Jean</dc:creator></metadata><manifest>"
    '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/a%20a.xhtml" '
    'media-type="application/xhtml+xml"/><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    '<item id="i" href="i.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
)
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr"><head><title>{0}</title></head>'
    "<body><p>{0} <b>mot</b></p></body></html>"
)


def epub(**parts):
    made = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": BOOK,
        "OEBPS/b.xhtml": PAGE.format("Deux"),
        "OEBPS/text/a a.xhtml": PAGE.format("Un"),
        "OEBPS/toc.ncx": "<ncx><navLabel><text>Table</text></navLabel></ncx>",
        "OEBPS/i.png": b"\x89PNG",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        for name, data in (made | parts).items():
            file.writestr(name, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_pages_are_read_in_the_order_of_reading():
    text = read(FORM, epub()).text
    assert text == "Un titre\n\nUn\n\nUn mot\n\nDeux\n\nDeux mot\n\nTable"


def test_pages_contents_and_languages_turn_and_nothing_else():
    data = epub()
    document = read(FORM, data)
    before, after = (
        zipfile.ZipFile(io.BytesIO(each)) for each in (data, FORM.write(data, document, translated(document)))
    )
    assert after.read("OEBPS/b.xhtml").decode() == PAGE.format("Efvy").replace("mot", "npu").replace('"fr"', '"en"')
    wanted = BOOK.replace("Un titre", "Vo ujusf").replace(">fr<", ">en<")
    assert after.read("OEBPS/book.opf").decode() == wanted
    assert b"<text>Ubcmf</text>" in after.read("OEBPS/toc.ncx")
    assert after.read("OEBPS/i.png") == before.read("OEBPS/i.png")
    assert after.namelist() == before.namelist()


def test_sources_as_targets_change_no_part():
    data = epub()
    document = read(FORM, data)
    made = zipfile.ZipFile(io.BytesIO(FORM.write(data, document, units(document))))
    assert all(made.read(name) == zipfile.ZipFile(io.BytesIO(data)).read(name) for name in made.namelist())


def test_what_is_protected_is_said():
    parts = {"META-INF/encryption.xml": "<encryption><EncryptedData/></encryption>"}
    with pytest.raises(InputError, match=r"a\.epub: is protected against copying"):
        FORM.read(epub(**parts), "a.epub")


def test_damaged_books_are_refused_in_one_line_or_read():
    assert_survives(FORM, epub(), 100)
