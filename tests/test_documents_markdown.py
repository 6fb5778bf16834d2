from dataclasses import replace

import pytest
from document_laws import assert_laws, assert_survives, read, translated, units
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import shown

from pipeline.documents.markdown import MarkdownFormat

FORM = MarkdownFormat()


def marked(text):
    document = FORM.read(text.encode(), "d")
    return shown(document.text, document.codes)


def changed(text):
    document = read(FORM, text.encode())
    return FORM.write(text.encode(), document, translated(document)).decode()


CASES = [
    ("# Un *mot* #\n\nDeux", "Un {1>mot<1}\n\nDeux"),
    ("Un **mot** et ***deux*** et ~~trois~~", "Un {1>mot<1} et {2>deux<2} et {3>trois<3}"),
    ("2 * 3 * 4, un_mot_ici, 5\\*6", "2 * 3 * 4, un_mot_ici, 5*6"),
    ("Un [mot **noir**](http://a.fr/b_(c) \"titre\") ici", "Un {1>mot {2>noir<2}<1} ici"),
    ("Un [mot][a] et [a]\n\n[a]: http://a.fr", "Un {1>mot<1} et {2>a<2}"),
    ("Un [mot] seul", "Un [mot] seul"),
    ("Un `mot *noir*` ici", "Un {1>mot *noir*<1} ici"),
    ("![Une image](a.png) Un mot", "[1] Un mot\n\nUne image"),
    ("Une note[^1].\n\n[^1]: Un texte.", "Une note[1].\n\nUn texte."),
    ("Une ligne\ncoupée en\n  trois", "Une ligne coupée en trois"),
    ("Une ligne  \ncoupée", "Une ligne[1]\ncoupée"),
    ("> Une citation\n> coupée\n> > profonde", "Une citation coupée\n\nprofonde"),
    ("- Un\n- Deux\n  suite\n\n1. Trois", "Un\n\nDeux suite\n\nTrois"),
    ("| Un | Deux |\n|--|--|\n| `a` | **b** c |", "Un\n\nDeux\n\n{1>a<1}\n\n{2>b<2} c"),
    ("```\nUn\n```\n\n    Deux\n\nTrois", "Trois"),
    ("---\ntitle: Un titre\ntags: deux\n---\n\nTrois", "Un titre\n\nTrois"),
    ("<p>Un <b>mot</b></p>\n\nDeux <i>mots</i><br>ici", "Un {1>mot<1}\n\nDeux {2>mots<2}[3]ici"),
    ("Voir <http://a.fr> et &eacute;t&eacute;", "Voir [1] et été"),
    ("Titre\n=====\n\nUn", "Titre\n\nUn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_read(text, expected):
    assert marked(text) == expected
    assert_laws(FORM, text.encode())


WRITTEN = [
    ("# Un *mot* #\n", "# Vo *npu* #\n"),
    ("> Une ligne\n> coupée. Deux.\n", "> Vof mjhof dpvqéf. Efvy.\n"),
    ("Un\\\ndeux\n", "Vo\\\nefvy\n"),
    ("| a | b |\r\n|---|---|\r\n| c | d |\r\n", "| b | c |\r\n|---|---|\r\n| d | e |\r\n"),
    ("---\ntitle: \"Un 'mot'\"\n---\n", "---\ntitle: \"Vo 'npu'\"\n---\n"),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_text_with_other_words(text, expected):
    assert changed(text) == expected


def test_what_is_code_alone_is_no_sentence():
    text = "- `a[b](c)`\n- `mot *noir*`\n- Un `mot`\n\n[Un mot][]\n\n[un mot]: a.fr\n"
    assert [unit.source for unit in units(read(FORM, text.encode()))] == ["Un mot"]
    assert_laws(FORM, text.encode())


TABLE = b"| Un mot | 12 |\n|--|--|\n"


def test_what_would_be_markup_is_escaped():
    document = read(FORM, TABLE)
    (unit,) = units(document)
    target = "A *word* `here` [a](b) | <b>"
    made = FORM.write(TABLE, document, [replace(unit, target=target)])
    assert marked(made.decode()) == target


PIECES = st.sampled_from(
    [
        *(
            "Un mot",
            " ",
            "\n",
            "\n\n",
            "*",
            "**",
            "_",
            "`",
            "[",
            "]",
            "(a.fr)",
            "![",
            "# ",
            "- ",
            "> ",
            "1. ",
            "\\",
            "  \n",
        ),
        *(
            "été.",
            "&amp;",
            "<b>",
            "</b>",
            "|",
            "\n|--|--|\n",
            "```\n",
            "[^1]",
            "[^1]: ",
            "\t",
            "~~",
            "    ",
            "\r\n",
            "---\n",
        ),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_any_text_comes_back(text):
    data = text.encode()
    document = read(FORM, data)
    assert FORM.write(data, document, units(document)) == data
    FORM.write(data, document, translated(document))


def test_damaged_texts_are_read():
    assert_survives(FORM, "# Un *mot*\n\n- Deux [mots](a.fr) `x`\n\n| a | b |\n|--|--|\n| été | d |\n".encode())
