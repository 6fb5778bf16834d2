import pytest

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.pair import Measured, SentencePair

FRENCH = "Le gouvernement a présenté son nouveau budget au parlement mardi matin."
ENGLISH = "The government presented its new budget to parliament on Tuesday morning."

REJECTED = [
    ("empty", "1 234", "1,234"),
    ("long", "mot " * 160, "word " * 160),
    ("length", FRENCH, "The government."),
    ("truncated", FRENCH + " " + FRENCH, "The government presented its new budget to"),
    ("truncated", FRENCH, "The government presented its new"),
    ("source-language", ENGLISH, ENGLISH),
    ("target-language", FRENCH, FRENCH),
    ("source-language", "much", "beaucoup"),
    ("target-language", FRENCH, "Die Regierung hat dem Parlament am Dienstag ihren neuen Haushalt vorgelegt."),
    ("copied", FRENCH, FRENCH),
    ("copied", "écluse", "écluse"),
    *(
        ("copied", line, line)
        for line in ("VoletNord: = true ;", "int total = Compter(x);", "lire_ligne()", "std::Map")
    ),
    ("copied", "Hauteur := 12 ;", "Hauteur := 12;"),
    ("copied", FRENCH, "The gouvernement presented son nouveau budget au parlement mardi matin."),
    ("numbers", "Il y avait 250 personnes en 2008.", "There were 350 people in 2008."),
    ("unanswered", FRENCH, "My brother bought seven yellow bicycles in a small village."),
    ("repeated", FRENCH, "the budget of " * 10),
    ("repeated", "ha" * 20, "laughter"),
    ("letters", "a 12 34 56 | 78 = 90", "a 12 34 56 | 78 = 90"),
    ("markup", FRENCH, "The <b>government</b> &nbsp; presented"),
    ("damaged", "Le prÃ©sident", "The president"),
    ("damaged", "Le pr\x85sident est l\x00", "The president"),
    ("boilerplate", "Cliquez ici", "Click here"),
]


@pytest.mark.parametrize(("name", "source", "target"), REJECTED)
def test_rejected(name: str, source: str, target: str) -> None:
    filter_ = FILTERS[name]
    assert not filter_.accepts(filter_.score(Measured(SentencePair(source, target))), filter_.default)


@pytest.mark.parametrize("name", list(FILTERS))
@pytest.mark.parametrize(
    ("source", "target"),
    [
        (FRENCH, ENGLISH),
        ("Oui.", "Yes."),
        ("Merci, cher collègue.", "Thank you."),
        ("Adrian Coles, BSA", "Adrian Coles, BSA"),
        ("Parmi ses clients figurent Mitsubishi, Siemens et Sony.", "Customers include Mitsubishi, Siemens and Sony."),
        ("Le train à 225 km/h couvre les 93 km en 38 minutes.", "The 140 mph train covers the 58 miles in 38 minutes."),
        ("Les exemples sont innombrables.", "The examples go on and on."),
        ("Il y avait 12 500 personnes à 14 h 30.", "There were 12,500 people at 2:30 p.m."),
        ("« Où est Paul ? », demanda-t-elle.", "“Where is Paul?” she asked."),
        ("MacBook Pro (Retina)", "MacBook Pro (Retina)"),
        ("Veuillez recevoir, Madame, l'expression de mes sentiments les meilleurs.", "Yours faithfully,"),
        ("Je vous prie d’agréer, Monsieur le Maire, mes salutations distinguées.", "Sincerely yours"),
        ("Recevez, chers amis, nos plus cordiales salutations.", "Kind regards,"),
    ],
)
def test_sound_pairs_pass_every_filter(name: str, source: str, target: str) -> None:
    filter_ = FILTERS[name]
    assert filter_.accepts(filter_.score(Measured(SentencePair(source, target))), filter_.default)


def test_doubtful_alignments_are_rejected() -> None:
    filter_ = FILTERS["confidence"]
    assert not filter_.accepts(filter_.score(Measured(SentencePair(FRENCH, ENGLISH, "d", 0.2))), filter_.default)


def test_every_filter_says_what_it_measures() -> None:
    for name, filter_ in FILTERS.items():
        assert filter_.name == name
        assert filter_.description
