import json

from pipeline.bitext import Origin, Unit
from pipeline.corpus.sources import SourcedUnit
from pipeline.corpus.statistics import Count, as_record, as_table

ENTRIES = [
    SourcedUnit("a", Unit("", "Le chat dort.", "The cat sleeps.", origin=Origin.HUMAN)),
    SourcedUnit("b", Unit("", "Le  chat dort.", "The cat sleeps.", origin=Origin.HUMAN)),
    SourcedUnit("a", Unit("", "Un an, 12 mois", "")),
]


def test_what_is_counted() -> None:
    found = Count().add(ENTRIES).statistics()
    assert (found.pairs, found.documents, found.duplicates) == (3, 2, 1)
    assert (found.french.words, found.french.characters, found.french.vocabulary) == (10, 41, 6)
    assert (found.english.empty, found.english.longest) == (1, 3)
    assert found.french.quantiles == {"0.05": 3, "0.25": 3, "0.5": 3, "0.75": 4, "0.95": 4}
    assert found.ratio["0.5"] == 1.07
    assert found.origins == {"human": 2, "machine": 1}


def test_parts_add_up() -> None:
    whole, first, second = Count().add(ENTRIES), Count().add(ENTRIES[:1]), Count().add(ENTRIES[1:])
    first.merge(second)
    assert first.statistics() == whole.statistics()


def test_an_empty_corpus_is_counted_too() -> None:
    found = Count().statistics()
    assert (found.pairs, found.documents, found.french.longest, found.ratio["0.5"]) == (0, 0, 0, 0)


def test_table_and_record() -> None:
    found = {"x.tsv": Count().add(ENTRIES).statistics(), "y": Count().statistics()}
    lines = as_table(found).split("\n")
    assert len({len(line) for line in lines}) == 1
    assert lines[0].split() == ["x.tsv", "y"]
    assert lines[1].split() == ["pairs", "3", "0"]
    assert lines[-1].split() == ["origin", "machine", "1", "0"]
    assert json.loads(json.dumps(as_record(found)))["x.tsv"]["french"]["words"] == 10
