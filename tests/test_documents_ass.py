from document_laws import assert_laws, assert_survives, read, translated
from marked import shown

from pipeline.documents.ass import AssFormat

FORM = AssFormat()
HEAD = "[Script Info]\nTitle: Un\n\n[Events]\n"
HEAD += "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
LINES = "Comment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Non\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{}\n"


def test_dialogues_are_read():
    text = r"{\an8}Un mot,\Net {\i1}deux{\i0}."
    document = FORM.read((HEAD + LINES.format(text)).encode(), "d")
    assert shown(document.text, document.codes) == "[1]Un mot,[2] et [3]deux[4]."
    assert_laws(FORM, (HEAD + LINES.format(text)).replace("\n", "\r\n").encode())


def test_drawings_and_other_sections_are_left_alone():
    assert FORM.read((HEAD + LINES.format(r"{\p1}m 0 0 l 1 1{\p0}")).encode(), "d").text == ""


def test_a_dialogue_with_other_words():
    data = (HEAD + LINES.format(r"Un.\NDeux {\b1}mots{\b0}")).encode()
    document = read(FORM, data)
    assert (
        FORM.write(data, document, translated(document)) == (HEAD + LINES.format(r"Vo.\NEfvy {\b1}nput{\b0}")).encode()
    )


def test_damaged_files_are_read():
    assert_survives(FORM, (HEAD + LINES.format(r"Un.\NDeux {\b1}mots{\b0}")).encode())
