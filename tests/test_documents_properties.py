from document_laws import assert_laws, assert_survives, read, translated

from pipeline.documents.properties import PropertiesFormat

FORM = PropertiesFormat()
FILE = "# note\na.titre = Un mot\nb: Deux \\\n   lignes\nc=a.b.c\nd \\u00e9t\\u00e9\ne =\n! fin\n"


def test_values_are_read_and_written():
    document = assert_laws(FORM, FILE.encode())
    assert document.text == "Un mot\n\nDeux lignes\n\nété"
    made = FORM.write(FILE.encode(), read(FORM, FILE.encode()), translated(document)).decode()
    assert made == "# note\na.titre = Vo npu\nb: Efvy mjhoft\nc=a.b.c\nd \\u00e9u\\u00e9\ne =\n! fin\n"


def test_a_file_in_utf8_stays_so():
    data = "a = été\n".encode()
    document = read(FORM, data)
    assert FORM.write(data, document, translated(document)) == "a = éué\n".encode()


def test_damaged_files_are_read():
    assert_survives(FORM, FILE.encode())
