"""Each check on units that deserve a flag and on units that do not."""

from dataclasses import replace

import pytest

from pipeline.bitext import Flag, Mention, Origin, Severity, Span, Unit
from pipeline.quality.check import BitextCheck, Check
from pipeline.quality.registry import CHECKS

FRENCH = "Le président a reçu les ministres de la région dans son palais."
ENGLISH = "The president received the ministers of the region in his palace."

CASES = [
    # code, source, target, severities
    ("number", "en 2008", "in 2009", ["error"]),
    ("number", "en 2008, 3 hommes", "in that year, men", ["warning", "warning"]),
    ("number", "des hommes", "300 men", ["warning"]),
    ("number", "à 300 km", "186 miles away", ["warning"]),
    ("number", "300 hommes", "186 men", ["error"]),
    ("number", "12 500 hommes à 14 h 30", "12,500 men at 2:30 p.m.", []),
    ("number", "", "2009", []),
    ("number", "Le train part à 10 h 30.", "The train leaves between 10 and 30.", ["warning"]),
    ("number", "Le train part à 10 h 30.", "The train leaves at 10, 30 and 1.", ["warning", "warning"]),
    ("number", "entre 10 et 30", "at 10:30 or 12:45", ["warning", "warning"]),
    ("number", "il y en a 12 500", "there are 12 and 501", ["warning", "warning"]),
    ("untranslated", FRENCH, FRENCH, ["error"]),
    ("untranslated", FRENCH, "The president a reçu les ministres de la région in his own palace today.", ["warning"]),
    ("untranslated", FRENCH, ENGLISH, []),
    ("untranslated", "Barack Obama, Wall Street", "Barack Obama, Wall Street", []),
    ("untranslated", "Des questions de grammaire et de style", "Questions of grammar and style", []),
    ("length", FRENCH, "The president received them.", ["warning"]),
    ("length", FRENCH * 4, "The president.", ["error"]),
    ("length", "Oui.", "Yes, it is.", []),
    ("length", FRENCH, ENGLISH, []),
    ("repetition", "Le chat dort.", "The cat cat sleeps.", ["warning"]),
    ("repetition", "Le chat dort.", "of the cat of the cat of the cat of the cat of the cat", ["error"]),
    ("repetition", "Il avait eu peur.", "He had had fear.", []),
    ("repetition", "Bravo bravo !", "Well well done done!", []),
    ("unbalanced", "« Oui », dit-il.", "“Yes, he said.", ["warning"]),
    ("unbalanced", "Il vint (hier).", "He came (yesterday.", ["warning"]),
    ("unbalanced", "Il dit « oui » (bas).", 'He said "yes (low.', ["warning", "warning"]),
    ("unbalanced", "« Oui, dit-il.", "“Yes, he said.", []),
    ("unbalanced", "a) d'abord", "a) first", []),
    ("word-unknown", "TARTE À L'OIGNON", "ONIGNON TART", ["warning"]),
    ("word-unknown", "TARTE À L'OIGNON", "ONION TART", []),
    ("word-unknown", "Chapitre 4", "Phoe 4", ["warning"]),
    ("word-unknown", "Kowalczyk arrive demain.", "Kowalczyk arrives tomorrow.", []),
    ("word-unknown", "Le maire de Brindisi arrive.", "Brindisi's mayor arrives.", []),
    ("name-lost", "Il a reçu le prix Nobel.", "He was awarded the prize.", ["warning"]),
    ("name-lost", "Klaus a lu le budget.", "He read the budget.", ["warning"]),
    ("name-lost", "Klaus a lu le budget.", "Klaus read the budget.", []),
    ("name-lost", "La Commission a voté.", "The committee voted.", []),
    ("quotes-lost", "Il parle de « paix ».", "He speaks of peace.", ["warning"]),
    ("quotes-lost", "« Oui », dit-il, « et non ».", "“Yes,” he said, and no.", ["warning"]),
    ("quotes-lost", "« Nous sommes prêts.", "We are ready.", ["warning"]),
    ("quotes-lost", "Il parle de « paix ».", "He speaks of 'peace'.", []),
    ("quotes-lost", "Il parle de « paix ».", 'He speaks of "peace".', []),
    ("quotes-lost", 'Il parle de "paix".', 'He speaks of "peace.', []),
    ("quotes-lost", "Il parle de « paix ».", "He doesn't speak of the members' peace.", ["warning"]),
    ("quotes-lost", "Il parle de paix.", "He speaks of peace.", []),
    ("quotes-lost", "des « experts » et des « amis »", "'experts' and ‘friends’", []),
    ("quotes-lost", 'Un écran de 27" est là.', "A 27-inch screen is there.", []),
    ("quotes-lost", "Il parle de « paix ».", "In the '90s he spoke of peace.", ["warning"]),
    ("quotes-lost", 'Voir <a href="x.html">ici</a>.', "See here.", []),
    ("quotes-lost", "Il aime le « rock ».", "He likes rock 'n' roll.", ["warning"]),
    ("empty", "Oui.", " ", ["error"]),
    ("empty", " ", "Yes.", ["error"]),
    ("empty", "Oui.", "Yes.", []),
    ("empty", " ", "", []),
    ("number", "Le CO2 chauffe la planète.", "Carbon dioxide heats the planet.", []),
    ("number", "Il boit du H₂O.", "He drinks H2O.", []),
    ("number", "La 1re ministre parle.", "The prime minister speaks.", []),
    ("number", "Elle a eu 12/20.", "She got 12 out of 20.", []),
    ("number", "Elle a eu 12/20.", "She got 13 out of 20.", ["warning", "warning"]),
    ("number", "Lisez https://exemple.fr/2024/a.", "Read https://exemple.fr/2023/a.", []),
    ("untranslated", "Lire https://a.fr/le/la/de.html.", "Read https://a.fr/le/la/de.html.", []),
    ("spans", "Il reste %d fichiers.", "There are files left.", ["error"]),
    ("spans", "Bonjour {nom} !", "Hello {name}!", ["error"]),
    ("spans", "Lisez https://a.fr/x et écrivez à b@a.fr.", "Read https://a.fr/x and write to b@a.fr.", []),
    ("spans", "Lisez https://a.fr/x.", "Read https://a.org/x.", ["error"]),
    ("spans", "Lisez https://a.fr/x.", "Read it at https://a.fr/x or https://a.fr/x.", ["error"]),
    ("spans", "Un <i>mot</i> ici.", "A <i>word</b> here.", ["error"]),
    ("spans", "Un mot ici.", "A <i>word</i> here.", ["error", "error"]),
    ("spans", "C'est fini ✅", "It is finished", ["error"]),
    ("spans", "C'est fini", "It is finished ✅", []),
    ("spans", "L'eau, H₂O, coule.", "Water, H2O, flows.", []),
    ("spans", "Soit 2²=4.", "Let 22=4.", ["error"]),
    ("spans", "Appelez le 01 42 68 53 00.", "Call 01.42.68.53.00.", ["error"]),
    ("spans", "Appelez le 01 42 68 53 00.", "Call 01\u00a042\u00a068\u00a053\u00a000.", []),
    ("spans", "Voir le traité¹.", "See the treaty.", ["warning"]),
    ("spans", "Nom ........ Prénom ........", "Name ..... First name .....", []),
    ("spans", "Dupont &amp; fils", "Dupont & Sons", []),
    ("measure", "Il fait −3 °C ici.", "It is 3 °C here.", ["error"]),
    ("measure", "Il fait 3 °C ici.", "It is -3 °C here.", ["error"]),
    ("measure", "Il fait −3 °C ici.", "It is 3 degrees below zero here.", []),
    ("measure", "Une baisse de 3 %.", "A change of -3%.", []),
    ("measure", "Au moins 3 hommes, de 3-4 ans.", "At least 3 men, 3-4 years old.", []),
    ("measure", "Il coûte 12 $.", "It costs £12.", ["error"]),
    ("measure", "Il coûte 12 $.", "It costs 12.", ["warning"]),
    ("measure", "Entre 12 et 20 dollars.", "Between $12 and $20.", []),
    ("measure", "De 12 à 20 dollars.", "From 12 to 20 Dollars.", []),
    ("measure", "La part est de 40 %.", "The share is 40.", ["warning"]),
    ("measure", "La part est de 40 %.", "The share is 40 per cent.", []),
    ("measure", "Un sac de 5 kilos.", "A 5-kg bag.", []),
    ("measure", "Un sac de 5 livres.", "A bag of 5 pounds.", []),
    ("measure", "Un sac de 5 kilos.", "A 5-pound bag.", ["error"]),
    ("measure", "Un fichier de 5 Mo.", "A file of 5 GB.", ["error"]),
    ("measure", "Dans 5 jours.", "In 5 weeks.", ["error"]),
    ("measure", "Un enfant de 5 ans.", "A child aged 5.", []),
    ("measure", "Il court 5 km en 5 minutes.", "He runs 5 km in 5 minutes.", []),
    ("measure", "3 millions de dollars", "$3 million", []),
    ("date", "Il vient jeudi.", "He comes on Friday.", ["error"]),
    ("date", "Il vient jeudi et samedi.", "He comes on Thursday.", []),
    ("date", "Les jeudis de mai", "Thursdays in May", []),
    ("date", "Le 4 février 2020", "April 4, 2020", ["error"]),
    ("date", "Le 4 février 2020", "The 4th, in 2020", ["warning"]),
    ("date", "Le 4 de 2020", "On June 4, 2020", ["warning"]),
    ("date", "Il vient à midi.", "He comes in the evening.", ["error"]),
    ("date", "Il vient cet après-midi.", "He comes this afternoon.", []),
    ("date", "Il vient demain soir.", "He comes tomorrow night.", []),
    ("date", "Il vient à 15 h.", "He comes at 3 a.m.", ["error"]),
    ("date", "Il vient à 15 h.", "He comes at 3 p.m.", []),
    ("date", "Il vient à 9 h du soir.", "He comes at 9 p.m.", []),
    ("quotes-empty", "Il dit « oui ».", "He says “”.", ["error"]),
    ("quotes-empty", "Il dit ‹ oui ›.", "He says ' '.", ["error"]),
    ("quotes-empty", "Il dit « oui ».", "He says “yes”, and the members' plan.", []),
    ("quotes-empty", 'La chaîne "" est vide.', 'The string "" is empty.', []),
    ("mark-lost", "— Viens-tu ?", "Are you coming?", ["error"]),
    ("mark-lost", "— Viens-tu ?", "— Are you coming?", []),
    ("mark-lost", "— Viens-tu ?", "- Are you coming?", ["note"]),
    ("mark-lost", "— Viens-tu ?", "“Are you coming?”", []),
    ("mark-lost", "• du pain", "bread", ["error"]),
    ("mark-lost", "b) du pain", "a) bread", ["warning"]),
    ("mark-lost", "1. du pain", "1. bread", []),
    ("mark-lost", "-5 °C ce matin", "It was -5 °C this morning", []),
    ("mark-lost", "M. Dupont", "Mr. Dupont", []),
    ("untranslated", "Ma porte grince.", "Ma porte grince.", ["error"]),
    ("untranslated", "Bienvenue !", "Bienvenue!", ["error"]),
    ("untranslated", "POIDS ET MESURES", "POIDS ET MESURES", ["error"]),
    ("untranslated", "12 rue du Moulin", "12 rue du Moulin", ["warning"]),
    ("untranslated", "Le Figaro", "Le Figaro", []),
    ("untranslated", "Dijon", "Dijon", []),
    ("untranslated", "Intervention", "Intervention", []),
    ("word-left", "Chapitre premier", "Chapitre one", ["warning"]),
    ("word-left", "CHAPITRE PREMIER", "CHAPITRE ONE", ["warning"]),
    ("word-left", "Samedi, il pleut.", "Samedi, it rains.", ["warning"]),
    ("word-left", "Il habite rue Verte.", "He lives in rue Verte.", []),
    ("word-left", "Le programme du centre", "The programme of the centre", []),
    ("word-left", "Le théâtre est plein.", "The théâtre is full.", ["warning"]),
    ("word-left", "Il lit Le Monde.", "He reads Le Monde.", []),
    ("word-unknown", "Il marche vite.", "He walkilates fast.", ["warning"]),
    ("word-unknown", "Il marche vite.", "He's walking in the countryside; she'll realise.", []),
    ("word-unknown", "Des métallocarboranes", "Metallacarboranes and metallacarboranes", []),
    ("word-unknown", "Il marche à Zlín.", "He walks in Zlínská.", []),
    ("word-unknown", "SOUPE AUX POIS", "SOUP OF POINIVES", ["warning"]),
    ("word-unknown", "Voir https://a.fr/xyzzyx.", "See https://a.fr/xyzzyx.", []),
    ("name-lost", "Le juge Berthomieu a parlé.", "The judge spoke.", ["warning"]),
    ("name-lost", "Le juge Berthomieu a parlé.", "Judge Castagnède spoke.", ["warning"]),
    ("name-lost", "Le juge Berthomieu a parlé.", "Judge Bertomiew spoke.", []),
    ("name-lost", "Il a vu la Grèce et l'Écosse.", "He saw Greece and Scotland.", []),
    ("name-lost", "Il habite en Bolivie.", "He lives in a Bolivian town.", []),
    ("name-lost", "Berthomieu a parlé.", "He spoke.", ["warning"]),
    ("name-lost", "Madame la Présidente du Conseil a parlé.", "The chair spoke.", []),
    ("name-lost", "L'ONU a parlé.", "The UN spoke.", []),
    ("language", FRENCH, ENGLISH, []),
    ("language", ENGLISH, ENGLISH, ["warning"]),
    (
        "language",
        FRENCH,
        "Der Präsident hat die Minister in seinem Palast und mit Freude empfangen.",
        ["error"],
    ),
    ("language", FRENCH, "总统接见了部长。", ["error"]),
    ("language", "Barack Obama", "Barack Obama", []),
]


@pytest.mark.parametrize(("code", "source", "target", "severities"), CASES)
def test_check(code: str, source: str, target: str, severities: list[str]) -> None:
    check = CHECKS[code]
    assert isinstance(check, Check)
    flags = list(check.inspect(Unit("s0001", source, target)))
    assert [flag.severity.value for flag in flags] == severities
    assert all(flag.code == code and "\n" not in flag.message for flag in flags)
    for flag in flags:
        assert flag.source is None or flag.source.end <= len(source)
        assert flag.target is None or flag.target.end <= len(target)


def test_a_deleted_sentence_is_not_empty() -> None:
    assert list(CHECKS["empty"].inspect(Unit("s0001", "Oui.", "", bead="1-0"))) == []


@pytest.mark.parametrize(
    ("policy", "target", "severities"),
    [
        ("must", None, ["error"]),
        ("keep", None, ["error"]),
        ("prefer", None, ["warning"]),
        ("forbid", None, []),
        ("must", Span(0, 5), []),
    ],
)
def test_term_missing(policy: str, target: Span | None, severities: list[str]) -> None:
    mention = Mention("Poutine", "Putin", "person", policy, Span(0, 7), target)
    flags = list(CHECKS["term-missing"].inspect(Unit("s0001", "Poutine parle", "Putin speaks", mentions=(mention,))))
    assert [flag.severity.value for flag in flags] == severities


def test_term_missing_keeps_what_a_file_said() -> None:
    flag = Flag("term-missing", Severity.ERROR, "said before")
    assert list(CHECKS["term-missing"].inspect(Unit("s0001", "a", "b", flags=(flag,)))) == [flag]


def test_a_doubled_name_is_a_fault_unless_the_source_doubles_it():
    check = CHECKS["repetition"]
    assert list(check.inspect(Unit("s0001", "Poutine est arrivé.", "Put Putin Putin arrived.")))
    assert not list(check.inspect(Unit("s0001", "Duran Duran a joué.", "Duran Duran played.")))


def test_a_quote_that_stays_open_in_a_translated_dialogue() -> None:
    unit = Unit("s0001", "— Oui, dit-il.", "“Yes, he said.", origin=Origin.HUMAN)
    assert list(CHECKS["unbalanced"].inspect(unit)) == []
    assert len(list(CHECKS["unbalanced"].inspect(replace(unit, origin=Origin.MACHINE)))) == 1


def test_a_person_may_turn_a_quotation_into_reported_speech() -> None:
    unit = Unit("s0001", "« Je viens », dit-il.", "He said he was coming.", origin=Origin.HUMAN)
    (flag,) = CHECKS["quotes-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE


def test_a_person_writes_dialogue_without_dashes() -> None:
    unit = Unit("s0001", "— Viens-tu ?", "Are you coming?", origin=Origin.HUMAN)
    (flag,) = CHECKS["mark-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE


def test_a_glossary_may_use_any_word() -> None:
    mention = Mention("trucmuche", "zworgle", "term", "must", Span(3, 12), Span(2, 9))
    assert list(CHECKS["word-unknown"].inspect(Unit("s0001", "Un trucmuche", "A zworgle", mentions=(mention,)))) == []
    assert len(list(CHECKS["word-unknown"].inspect(Unit("s0001", "Un trucmuche", "A zworgle")))) == 1


def test_a_person_may_leave_a_name_out() -> None:
    unit = Unit("s0001", "Le juge Berthomieu a parlé.", "The judge spoke.", origin=Origin.HUMAN)
    (flag,) = CHECKS["name-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE


def test_a_name_that_the_glossary_covers_is_the_glossary_s() -> None:
    mention = Mention("Berthomieu", "Smith", "person", "must", Span(8, 18), Span(6, 11))
    unit = Unit("s0001", "Le juge Berthomieu a parlé.", "Judge Smith spoke.", mentions=(mention,))
    assert list(CHECKS["name-lost"].inspect(unit)) == []


def test_swapped_neighbours() -> None:
    pairs = [
        ("La rivière déborde en avril.", "The river overflows in April."),
        ("Mon père vend des voitures.", "My father sells cars."),
        ("La maison a quatre fenêtres.", "The house has four windows."),
    ]
    check = CHECKS["swapped"]
    assert isinstance(check, BitextCheck)
    units = [Unit(f"s{index}", *pair) for index, pair in enumerate(pairs)]
    assert list(check.inspect(units)) == []
    units[1], units[2] = replace(units[1], target=units[2].target), replace(units[2], target=units[1].target)
    assert [(index, flag.severity) for index, flag in check.inspect(units)] == [
        (1, Severity.ERROR),
        (2, Severity.ERROR),
    ]
    same = [Unit("s1", "Le chat dort.", "The cat sleeps."), Unit("s2", "Le chien dort.", "The cat sleeps.")]
    assert list(check.inspect(same)) == []
