"""Protected spans: what is found, what is left alone, and laws that hold for any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.span_patterns import SpanKind
from pipeline.text.spans import has_words, protected_spans, without_spans

# A text with its spans between ⟦ and ⟧, and the kinds of those in order (one kind where all are alike).
FOUND = [
    ("Voir ⟦https://mairie.example.fr/a-propos/équipe?lang=fr&id=12#bas⟧.", "url"),
    ("Voir (⟦https://fr.wikipedia.org/wiki/Lyon_(ville)⟧), puis ⟦www.exemple.com/x⟧ !", "url"),
    ("Sur ⟦ftp://hote.fr:21/a/⟧, ⟦git://depot.org/x.git⟧ ou ⟦exemple.fr⟧. Merci.", "url"),
    ("Écrivez à ⟦accueil+info@ville-nord.fr⟧, ou à ⟦j.martin@exemple.org⟧.", "e-mail"),
    ("Merci ⟦@ville_nord⟧ et ⟦@marie.durand⟧ !", "handle"),
    ("Le mot-dièse ⟦#FêteDeLaMusique⟧ revient, avec ⟦#été2024⟧.", "hashtag"),
    ("Dans ⟦/var/log/journal/⟧ ou ⟦~/projets/notes.txt⟧ ou ⟦./lance.sh⟧.", "path"),
    (r"Sous ⟦C:\Mes documents\le bilan 2023.xlsx⟧ et ⟦\\serveur\partage\⟧.", "path"),
    (r"Ouvrez ⟦C:\Temp⟧ puis lisez ⟦notes.md⟧, ⟦Russie.pdf⟧ et ⟦sauvegarde.tar.gz⟧.", "path"),
    ("L'hôte ⟦10.0.0.254⟧, le réseau ⟦192.168.1.0/24⟧, ⟦fe80::1ff:fe23⟧, ⟦00:1B:44:11:3A:B7⟧.", "network address"),
    ("Compte ⟦FR14 2004 1010 0505 0001 3M02 606⟧, carte ⟦4970 1012 3456 7890⟧.", "account number"),
    ("ISBN ⟦978-2-07-036822-8⟧, ISBN ⟦2-07-036822-X⟧, ISSN ⟦0395-2037⟧, SIRET ⟦732 829 320 00074⟧.", "account number"),
    ("Au ⟦01 42 68 53 00⟧, au ⟦04.78.00.11.22⟧, au ⟦+33 6 12 34 56 78⟧, au ⟦0800 12 34 56⟧.", "phone number"),
    ("Dossier n° ⟦FR-2024/113-B⟧, réf. ⟦2024-0315/B⟧, plaque ⟦AB-123-CD⟧, version ⟦v2.1.0⟧.", "reference"),
    ("Le bogue ⟦#1234⟧, le n° ⟦12.345⟧, ⟦CVE-2014-1943⟧, ⟦3f2a9c1e5b7d4f60⟧.", "reference"),
    ("Tapez ⟦`ls -l | wc`⟧, puis ⟦``a`b``⟧ ; ⟦nom_fichier⟧, ⟦lire_tout()⟧, ⟦--tout⟧.", "code"),
    ("⟦%s⟧ a ⟦%d⟧ fichiers, ⟦%1$s⟧ et ⟦%-5.2f⟧ ; reste ⟦%d⟧⟦%%⟧ ; le ⟦%Y-%m-%d⟧.", "placeholder"),
    ("⟦%(nom)s⟧, ⟦{nom}⟧, ⟦{0:.2f}⟧, ⟦{{ nom }}⟧, ⟦${x}⟧, ⟦$1⟧, ⟦$nom⟧, ⟦{$x}⟧, ⟦[[nom]]⟧.", "placeholder"),
    ("⟦__x__⟧ et ⟦{% if x %}⟧", "placeholder"),
    ("Erreur ⟦@:message.titre⟧ dans ⟦:chemin⟧, ⟦%{compte}⟧, ⟦#{nom}⟧, ⟦%NOM%⟧, ⟦{date, date, short}⟧.", "placeholder"),
    ("Cliquez ⟦<a href=\"x.html\" class='b'>⟧ici⟦</a>⟧⟦<br/>⟧ ou ⟦<b>⟧là⟦</b>⟧.", "markup"),
    ("Sel &⟦&amp;⟧ poivre⟦&nbsp;⟧: ⟦&#233;⟧⟦&#xE9;⟧.", "entity"),
    ("La ⟦[⟧page⟦](https://exemple.org/a_(b))⟧, ⟦![⟧le logo⟦](img/logo.png)⟧, ⟦[⟧le guide⟦][guide]⟧.", "markup"),
    ("Un mot ⟦*⟧penché⟦*⟧, ⟦**⟧très gras⟦**⟧, ⟦***⟧les deux⟦***⟧, ⟦~~⟧barré⟦~~⟧.", "markup"),
    ("Un ⟦_⟧autre⟦_⟧ mot ⟦__⟧bien gras⟦__⟧.", "markup"),
    ("Le duc⟦[2]⟧, le traité⟦¹⟧ signé⟦²⟧ en 1648⟦³⟧ et la marque⟦®⟧ ; le roi⟦[^note]⟧.", "note mark"),
    ("On a ⟦2²=4⟧, 5 ⟦km²⟧, ⟦H₂O⟧, ⟦CO₂⟧, ⟦Na⁺⟧ et ⟦10⁻³⟧ m.", "formula"),
    (r"Soit ⟦$x^2 + y^2$⟧, ⟦\(a\)⟧, ⟦$$\int f$$⟧ et ⟦$n$⟧ ; voir ⟦\cite{roy12}⟧.", "maths"),
    (r"Un ⟦\textbf{⟧mot gras⟦}⟧ et ⟦\emph{⟧un autre⟦}⟧.", "markup"),
    ("Merci ⟦😊⟧, la famille ⟦👨‍👩‍👧⟧ ⟦→⟧ ⟦🇧🇪⟧, bravo ⟦👏🏽⟧ ⟦:)⟧", "sign"),
    ("⟦☐⟧ Oui ⟦☑⟧ Non ⟦✓⟧", "sign"),
    ("Nom : ⟦__________⟧ Page ⟦.........⟧ 12 ⟦. . . . . .⟧ 5 ⟦……⟧", "divider"),
    ("⟦|⟧ Nom ⟦|⟧ Âge ⟦|⟧", "divider"),
    ("⟦|⟧Nom⟦|⟧Âge⟦|⟧", "divider"),
    ("⟦---⟧", "divider"),
]  # fmt: skip

PROSE = [
    "Le CO2 et la COVID-19, une hausse de 20 % de la TVA, soit 12 $ ou 1,5 M€ et/ou 3 $US.",
    "M. Dupont (S.A.R.L.) habite au 12, rue de l'Église, 75011 Paris ; av. J.-C., c.-à-d. avant.",
    "Elle a dit : « Ça va ? » -- puis plus rien... Le 03/04/2023, le 3.4.2023, à 14:30 ou 14h30.",
    "Entre 10 % d'eau et 2.200.112 tonnes, le score est de 3-1 ; 2 * 3 * 4 = 24 ; 5 < 6 > 4.",
    "Des hommes/femmes, 90 km/h, 15/20, la directive 92/85/CEE, iPhone, eBay et C#.",
    "Le prix : 5$ ou 6$ ; l'annexe B* ; le 1er, le IIIᵉ et 244 890 hommes, 20 000 300 000 euros.",
    "Il a crié `au feu' puis `au secours', dit-on. J. R. R. Tolkien, A. et B. sont là. etc.",
    "(Voir plus loin :) oui ; l'Internet. Il part. {une phrase entre accolades} et [sic].",
]

ICU = "{n, plural, =0 {Aucun fichier} one {# fichier de {nom}} other {# fichiers}}"


def marked(text: str) -> str:
    """`text` with its spans between ⟦ and ⟧."""
    pieces, position = [], 0
    for span, _ in protected_spans(text):
        pieces += (text[position : span.start], "⟦", span.of(text), "⟧")
        position = span.end
    return "".join((*pieces, text[position:]))


@pytest.mark.parametrize(("expected", "kind"), FOUND)
def test_what_is_copied_is_found_and_named(expected, kind):
    text = expected.replace("⟦", "").replace("⟧", "")
    assert marked(text) == expected
    assert {found.kind for found in protected_spans(text)} == {SpanKind(kind)}


@pytest.mark.parametrize("text", PROSE)
def test_prose_holds_no_spans(text):
    assert marked(text) == text


def test_the_arms_of_an_icu_message_are_left_to_be_translated():
    assert without_spans(ICU, "¤") == "¤Aucun fichier¤¤ fichier de ¤¤¤ fichiers¤"
    assert "".join(found.span.of(ICU) for found in protected_spans(ICU)) == (
        "{n, plural, =0 {} one {#{nom}} other {#}}"
    )


def test_a_message_whose_braces_do_not_pair_gives_its_head():
    text = "{n, plural, one {un mot"
    assert marked(text).startswith("⟦{n, plural,⟧")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 2 3 4", False),
        ("* * *", False),
        ("https://exemple.fr/", False),
        ("01 42 68 53 00 — {nom}", False),
        ("Tél. : 01 42 68 53 00", True),
        ("12 €", False),
        ("[texte](x.html)", True),
        ("", False),
    ],
)
def test_whether_there_is_something_to_translate(text, words):
    assert has_words(text) is words


PIECES = st.sampled_from(
    [
        *("https://a.fr/b", "`x`", "{n}", "{n, plural, one {a} other {b}}", "**gras**", "<b>", "</b>", "%s", "$x^2$"),
        *("\\textbf{a}", "|", "😊", "☐", "a@b.fr", "n° A-1/2", "[a](b)", "[^1]", "01 42 68 53 00", "mot", "Paris,"),
        *(".", "...", "_____", "²", "½", "\n", "\t", *"«»()[]{}*_~&;:/\\#@%$"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=24).map(" ".join), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_spans_are_ordered_disjoint_and_not_empty(text):
    spans = [found.span for found in protected_spans(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))


@given(
    st.lists(st.sampled_from(["le", "chat", "dort", "et", "Marie", "à", "l'ombre", "1945", "—", "oui,"]), max_size=12)
)
def test_words_around_a_span_are_never_drawn_into_it(words):
    text = " ".join([*words, "https://exemple.fr/x", *words])
    assert [found.span.of(text) for found in protected_spans(text)] == ["https://exemple.fr/x"]


@pytest.mark.parametrize("piece", ["1-1-", "` ", "a_b_", "/", "[a](", "+1", "[1]", "a.", "[ ", "{ "])
def test_hostile_texts_take_time_in_proportion_to_their_length(piece):
    text = piece * (100_000 // len(piece))  # minutes where each place looks at all behind it
    assert all(span.end <= len(text) for span, _ in protected_spans(text))


def test_what_no_word_is_long_as_is_code():
    word = "x" * 5_000
    assert protected_spans(f"Un {word} et c.fr") == (
        ((3, 5_003), SpanKind.CODE),
        ((5_007, 5_011), SpanKind.URL),
    )
    assert not has_words(f" {word}\n")


def test_long_texts_are_cut_between_lines_or_words():
    line = "Voir www.exemple.fr et le **très grand** fichier notes.txt ici.\n"
    inside = [span for span, _ in protected_spans(line)]
    many = [span for span, _ in protected_spans(line * 200)]
    assert many == [span.shift(number * len(line)) for number in range(200) for span in inside]
    words = "maison `ls` " * 2_000
    assert [span.of(words) for span, _ in protected_spans(words)] == ["`ls`"] * 2_000


@pytest.mark.parametrize(
    "text", ["\\emph{" * 600 + "a" + "}" * 600, "{n, plural, one {" * 200 + "}}" * 200, "**a _b " * 500 + "_ **" * 500]
)
def test_marks_in_marks_are_not_followed_for_ever(text):
    found = [span for span, _ in protected_spans(text)]
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
