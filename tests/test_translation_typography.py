import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.typography import english_typography

CASES = [
    # source, model output, expected
    ("« Bonjour », dit-il.", "« Hello », he said .", "“Hello”, he said."),
    ("«\u00a0Bonjour\u00a0»", "«\u00a0Hello\u00a0»", "“Hello”"),
    ("« Bonjour », dit-il.", '"Hello," he said.', "“Hello,” he said."),
    ('"Bonjour", dit-il.', '" Hello " , he said.', '"Hello", he said.'),
    ("C'est fini ». Il partit.", 'It is over." He left.', "It is over.” He left."),
    ("Il a dit : « Lis « Paix » »", "He said: « Read « Peace » »", "He said: “Read ‘Peace’”"),
    ("« Lis ‹ Paix › »", "« Read ‹ Peace › »", "“Read ‘Peace’”"),
    ("« Lis “Paix” »", '"Read "Peace" now"', "“Read ‘Peace’ now”"),
    ("12 500 personnes", "12 500 people", "12,500 people"),
    ("12\u202f500 personnes", "12\u00a0500 people", "12,500 people"),
    ("1 234 567,89 euros", "1 234 567,89 euros", "1,234,567.89 euros"),
    ("1.250.000 F", "1.250.000 F", "1,250,000 F"),
    ("12.500 hommes", "12.500 men", "12,500 men"),
    ("la version 12.500 marche", "version 12.500 works", "version 12.500 works"),
    ("3,5 %", "3,5 %", "3.5%"),
    ("50 % des voix", "50 % of the votes", "50% of the votes"),
    ("12 500 et 3,5", "12,500 and 3.5", "12,500 and 3.5"),
    ("les pages 3 et 5", "pages 3,5", "pages 3,5"),
    ("en 2008 500 hommes", "in 2008 500 men", "in 2008 500 men"),
    ("à 14 h 30", "at 14 h 30", "at 14:30"),
    ("n° 5", "n° 5", "No. 5"),
    ("Quoi ?", "What ?", "What?"),
    ("voici : un ; deux", "here : one ; two", "here: one; two"),
    ("( a )", "( a ) b", "(a) b"),
    ("au score de 1 : 2", "with 1 : 2", "with 1 : 2"),
    ("Attendez… quoi", "Wait… what ... no", "Wait… what ... no"),
    ("Deux  espaces", "Two  spaces", "Two  spaces"),
    ("Deux espaces", "Two  spaces", "Two spaces"),
    ("L’été", "It’s the dogs’ summer", "It's the dogs' summer"),
    ("C'est lui", "It 's him", "It's him"),
    ("voir http://a.fr/x ?", "see http://a.fr/«x»?b=1’2 ?", "see http://a.fr/“x”?b=1'2?"),
    ("voir http://a.fr/x?y=1,5 ici", "see http://a.fr/x?y=1,5 here", "see http://a.fr/x?y=1,5 here"),
    ("`a  ,  b` et 1,5", "`a  ,  1,5` and 1,5", "`a  ,  1,5` and 1.5"),
    ("3,5 dans a/3,5.txt", "3,5 in a/b-3,5.txt", "3.5 in a/b-3,5.txt"),
    ("", "", ""),
]


@pytest.mark.parametrize(("source", "output", "expected"), CASES)
def test_typography(source: str, output: str, expected: str) -> None:
    assert english_typography(output, source) == expected


ALPHABET = st.text("ab19 \u00a0\u202f.,:;!?%\"'’‘“”«»‹›()[]-h°n/`…", max_size=40)


@given(text=ALPHABET, source=ALPHABET)
def test_idempotent(text: str, source: str) -> None:
    once = english_typography(text, source)
    assert english_typography(once, source) == once


@given(st.text("ab19.,:;!?%\"'()-", max_size=30).map(lambda s: s.replace(" ", "")))
def test_english_without_spaces_is_left_alone_where_the_source_says_nothing(text: str) -> None:
    assert english_typography(text, "") == text


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        ("called 'historical' by all", "qualifié d'« historique »", "called “historical” by all"),
        ("called “historical' by all", "qualifié d'« historique »", "called “historical” by all"),
        ("he said 'I don't know'", 'il a dit "je ne sais pas"', 'he said "I don\'t know"'),
        ("the workers' rights and members' votes", "« les droits »", "the workers' rights and members' votes"),
        ("the 'best' of the 'worst'", 'le "meilleur" du pire', "the \"best\" of the 'worst'"),
        ("the 'best' of all", "le ‘meilleur’ de tous", "the 'best' of all"),
    ],
)
def test_single_quotes_become_double_where_the_source_has_them(english, french, expected):
    assert english_typography(english, french) == expected
    assert english_typography(expected, french) == expected
