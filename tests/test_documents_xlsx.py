import io

import openpyxl
from document_laws import assert_laws, assert_survives, read, translated
from marked import shown
from office_files import package, part

from pipeline.documents.xlsx import XlsxFormat

FORM = XlsxFormat()
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(strings, **parts):
    more = {f"xl/{name.replace('_', '/')}.xml": data for name, data in parts.items()}
    strings = f"<sst {S}>{''.join(strings)}</sst>"
    return package("xl/workbook.xml", {"xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": strings, **more})


def test_texts_with_and_without_formatting():
    rich = "<si><r><t>Un autre </t></r><r><rPr><b/></rPr><t>mot</t></r><rPh><t>x</t></rPh></si>"
    data = xlsx(["<si><t>Deux</t></si>", "<si><t>12</t></si>", rich])
    document = assert_laws(FORM, data)
    assert shown(document.text, document.codes) == "Deux\n\nUn autre {1>mot<1}"
    made = part(FORM.write(data, document, translated(read(FORM, data))), "xl/sharedStrings.xml")
    assert "<si><t>Efvy</t></si>" in made
    assert "<r><rPr><b/></rPr><t>npu</t></r><rPh><t>x</t></rPh></si>" in made


def test_titles_of_columns_stay():
    table = f'<table {S}><tableColumns><tableColumn name="Nom"/></tableColumns></table>'
    data = xlsx(["<si><t>Nom</t></si>", "<si><t>Prénom</t></si>"], tables_table1=table)
    assert read(FORM, data).text == "Prénom"


def test_a_workbook_of_openpyxl_opens_again():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"], book.active["B3"] = "Un mot", "=A1", 12
    stream = io.BytesIO()
    book.save(stream)
    document = read(FORM, stream.getvalue())
    made = FORM.write(stream.getvalue(), document, translated(document))
    cells = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [cells[name].value for name in ("A1", "B2", "B3")] == ["Vo npu", "=A1", 12]


def test_damaged_files_are_refused_in_one_line_or_read():
    assert_survives(FORM, xlsx(["<si><t>Deux</t></si>"]), 60)
