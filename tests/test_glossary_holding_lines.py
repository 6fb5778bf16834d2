"""The glossary in lines of several sentences: each is held for itself, and the line is whole again."""

import pytest

from pipeline.glossary import Entry, Glossary, Kind
from pipeline.glossary.holding.enforcement import enforce
from pipeline.glossary.holding.lines import apart_by_sentence

LINE = "Le train est parti. Durand habite à Marseille. Il pleut depuis hier."
GLOSSARY = Glossary([Entry("Durand", ("Zelbar",), Kind.PERSON), Entry("Marseille", ("Massilor",), Kind.PLACE)])


def held(engine, line, glossary=GLOSSARY):
    (translation,) = engine.translate([line], hypotheses=4, attention=True)
    (result,) = enforce(engine, [line], [glossary.find(line)], [translation])
    return translation, result


def test_only_the_sentence_that_mentions_changes(engine):
    translation, result = held(engine, LINE)
    first, _, last = (said.best.text for _, said in translation.sentences)
    assert result.text.startswith(first + " ")
    assert result.text.endswith(" " + last)
    assert "Zelbar" in result.text
    assert "Massilor" in result.text


def test_spans_are_those_of_the_line(engine):
    _, result = held(engine, LINE)
    assert {(m.source.of(LINE), m.target.of(result.text)) for m in result.mentions} == {
        ("Durand", "Zelbar"),
        ("Marseille", "Massilor"),
    }


def test_a_line_without_mentions_stays_as_it_is(engine):
    line = "Le train est parti. Il pleut."
    translation, result = held(engine, line)
    assert (result.text, result.score) == (translation.best.text, translation.best.score)


def test_a_line_held_alone_says_what_its_sentences_say_alone(engine):
    alone = [held(engine, sentence)[1].text for sentence in ("Durand habite à Marseille.", "Il pleut depuis hier.")]
    assert held(engine, "Durand habite à Marseille. Il pleut depuis hier.")[1].text == " ".join(alone)


@pytest.mark.parametrize("attention", [True, False])
def test_a_mention_over_two_sentences_keeps_the_line_whole(engine, attention):
    line = "Il travaille chez Allô. Taxi depuis un an."
    (translation,) = engine.translate([line], attention=attention)
    assert len(translation.sentences) == 2
    matches = Glossary([Entry("Allô. Taxi", ("Hello Cab",), Kind.ORGANISATION)]).find(line)
    (whole,) = apart_by_sentence(line, matches, translation)
    assert (whole.source, whole.matches, whole.translation.parts) == (line, tuple(matches), 2)


def test_a_rendering_that_ends_in_a_stop_does_not_cut_the_sentence(engine):
    line = "Durand a vendu des actions hier."
    _, result = held(engine, line, Glossary([Entry("Durand", ("Zelbar Inc.",), Kind.ORGANISATION)]))
    assert "Zelbar Inc." in result.text
