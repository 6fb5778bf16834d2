import re
from dataclasses import replace

import pytest
from document_laws import assert_laws, assert_survives, other_words, read, translated, units
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import shown

from pipeline.documents.html import HtmlFormat
from pipeline.documents.html_tokens import tokens
from pipeline.errors import InputError

FORM = HtmlFormat()


def blocks(page):
    document = FORM.read(page.encode(), "d")
    return [document.text[block.start : block.end] for block in document.blocks]


def marked(page):
    document = FORM.read(page.encode(), "d")
    return shown(document.text, document.codes)


def outside(page):
    """Everything but text and attributes."""
    kinds = ("start", "end", "other")
    found = [page[token.start : token.end] for token in tokens(page) if token.kind in kinds]
    return [re.sub(r"(alt|title)=(?:\"[^\"]*\"|'[^']*'|\S*)", "", tag) for tag in found]


def changed(page):
    """The page with other words."""
    document = read(FORM, page.encode())
    return FORM.write(page.encode(), document, translated(document)).decode()


BLOCKS = [
    ("<p>Un</p><p>Deux", ["Un", "Deux"]),
    ("<p>Un<ul><li>Deux<li>Trois</ul>Quatre", ["Un", "Deux", "Trois", "Quatre"]),
    ("<p>Un\n   mot\t ici </p>", ["Un mot ici"]),
    ("<p>Un<br>\n deux</p>", ["Un\ndeux"]),
    ("Un &eacute;t&eacute; &amp; demi&nbsp;!", ["Un été & demi\u00a0!"]),
    ("<title>Un <b> titre</title><p>a", ["Un <b> titre", "a"]),
    ("<script>Un</script><style>Deux</style><pre>Trois</pre><!-- Quatre --><p>Cinq", ["Cinq"]),
    ('<p translate="no">Un</p><p class="a notranslate">Deux</p><p>Trois', ["Trois"]),
    ("<p>Un <img alt=\"Deux\" title='Trois'> quatre", ["Un quatre", "Deux", "Trois"]),
    ('<input placeholder="Un" value="Deux"><input type=submit value="Trois">', ["Un", "Trois"]),
    ('<meta name="description" content="Un"><meta name="robots" content="noindex">', ["Un"]),
    ("<nav><a href=a>Un</a> | <a href=b>Deux</a></nav>", ["Un |", "Deux"]),
    ("<p>12 345</p><p>&nbsp;</p>", []),
    ("<table><tr><td>Un<td>Deux</table>", ["Un", "Deux"]),
    ("a < b et <3", ["a < b et <3"]),
]


@pytest.mark.parametrize(("page", "expected"), BLOCKS)
def test_blocks(page, expected):
    assert blocks(page) == expected


CODES = [
    ("<p>Un <b>mot</b> ici", "Un {1>mot<1} ici"),
    ("<p>Un <b>mot <i>noir</i></b> ici", "Un {1>mot {2>noir<2}<1} ici"),
    ("<p>Un <b>mot <i>noir</b> ici</i>", "Un {1>mot {2>noir<1} ici<2}"),
    ("<p>Un mot<sup>1</sup> ici", "Un mot[1] ici"),
    ('<p>Un mot<sup class=r><a href="#n">[1]</a></sup> ici', "Un mot[1] ici"),
    ("<p>Le 1<sup>er</sup> mot", "Le 1{1>er<1} mot"),
    ("<p>Un <code>mot()</code> ici", "Un {1>mot()<1} ici"),
    ("<p>Un <code><b>mot</b></code> ici", "Un [1]ici"),
    ("<p>Un <!-- rien --> ici", "Un [1]ici"),
]


@pytest.mark.parametrize(("page", "expected"), CODES)
def test_codes(page, expected):
    assert marked(page) == expected


WRITTEN = [
    ("<p class=a>Un  <b>mot</b>\n ici.</p>", "<p class=a>Vo <b>npu</b> jdj.</p>"),
    ("<p>Un.  <b>Deux. </b>\n <i> Trois</i>.</p>", "<p>Vo.  <b>Efvy. </b>\n <i> Uspjt</i>.</p>"),
    ("<p>a &amp; b &lt; c</p>", "<p>b &amp; c &lt; d</p>"),
    ("<p>Un&nbsp;mot</p>", "<p>Vo&nbsp;npu</p>"),
    ("<p>Un\u00a0mot</p>", "<p>Vo\u00a0npu</p>"),
    ("<img alt=mot><img alt='a \"b'>", '<img alt="npu"><img alt=\'b "c\'>'),
    ('<p>Un <a title="mot">ici</a> noir', '<p>Vo <a title="npu">jdj</a> opjs'),
    ("<p>Un <img> mot", "<p>Vo <img> npu"),
    ('<html lang="fr-FR"><p lang="de">a', '<html lang="en"><p lang="de">b'),
    ("<p>12<p>a<p <q>b", "<p>12<p>b<p <q>c"),
    ("<p>a<a href='b>c", "<p>b<a href='b>c"),
]


@pytest.mark.parametrize(("page", "expected"), WRITTEN)
def test_a_page_with_other_words(page, expected):
    assert changed(page) == expected


def test_a_unit_without_target_keeps_its_source():
    page = b"<p>Un &eacute;t&eacute;. Deux.</p>"
    document = read(FORM, page)
    first, second = translated(document)
    made = FORM.write(page, document, [replace(first, target=""), second])
    assert made == b"<p>Un &eacute;t&eacute;. Efvy.</p>"


def test_codes_that_a_target_lost_are_still_there():
    page = b"<p>Un <b>mot</b><img> ici.</p>"
    document = read(FORM, page)
    (unit,) = units(document)
    assert FORM.write(page, document, [replace(unit, target="Word.", target_codes=())]) == b"<p>Word.<b></b><img></p>"


def test_characters_that_the_encoding_lacks_become_references():
    page = '<meta charset="iso-8859-1"><p>été'.encode("latin-1")
    document = read(FORM, page)
    (unit,) = units(document)
    assert FORM.write(page, document, [replace(unit, target="été “ ₣")]).endswith(b"<p>\xe9t\xe9 \x93 &#8355;")


@pytest.mark.parametrize("data", [b"<p>\xff\xfe\xe9 mot", b"\xef\xbb\xbf<p>mot", "\ufeff<p>été".encode("utf-16-le")])
def test_any_bytes_come_back(data):
    assert_laws(FORM, data)


def test_bytes_that_could_not_come_back_are_refused():
    with pytest.raises(InputError, match="not intact utf-16-le"):
        FORM.read(b"\xff\xfe\x00", "page.html")


PIECES = st.sampled_from(
    [
        *(
            "Un mot.",
            " Deux ",
            "été",
            "&eacute;",
            "&nbsp;",
            "&amp;",
            "&",
            "<",
            ">",
            "\u00a0",
            "\ufffd",
            "«",
            "»",
            '"',
            "'",
        ),
        *("1.", "?", "\n", "  ", "<b>", "</b>", "<i class='a'>", "</i>", "<a title='mot'>", "</a>", "<sup>1</sup>"),
        *("<p>", "</p>", "<br>", "<ul><li>", "<td", "<p translate=no>", "<code>", "</code>", "<script>", "</script>"),
        *("<img alt=\"un 'mot'\">", "<!-- x -->", "<![CDATA[ x ]]>", "<?pi?>", "<title>", "</title>", "<textarea>"),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_but_the_words_changes(page):
    assert_laws(FORM, page.encode())
    assert outside(changed(page)) == outside(page)


@given(st.text(max_size=60))
def test_any_text_is_a_page(page):
    data = page.encode("utf-8", "surrogatepass")
    document = read(FORM, data)
    assert FORM.write(data, document, units(document)) == data
    FORM.write(data, document, translated(document))


def test_other_words_have_their_length():
    assert other_words("Zaz été") == "Aba éué"


def test_damaged_pages_are_read():
    assert_survives(FORM, "<title>Un</title><p>Un <b>mot</b> <img alt='été'> ici &eacute; <code>x</code>".encode())
