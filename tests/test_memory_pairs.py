from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.memory.matching import Use, find
from pipeline.memory.pairs import Pair, PairMemory

PAIRS = [
    Pair("Le quai a été repavé en 1987.", "The quay was repaved in 1987.", "20080101T000000Z"),
    Pair("La directrice de Nantes a signé le bail.", "The manager in Nantes signed the lease.", "20200101T000000Z"),
    Pair("Le vieux moulin tourne encore au bord de la rivière.", "The old mill still turns by the river."),
    Pair("Bonne nuit.", "Good night.", "20190101T000000Z"),
    Pair("Bonne nuit.", "Sleep well.", "20200601T000000Z"),
    Pair("« Bonne nuit »", "“Night”", "20190101T000000Z"),
]


@pytest.fixture
def memory(tmp_path: Path) -> PairMemory:
    made = PairMemory(tmp_path / "m.sqlite")
    made.add("a.tmx", "1", PAIRS)
    return made


@pytest.mark.parametrize(
    ("source", "use", "score", "target"),
    [
        ("Bonne  nuit.", Use.WHOLE, 100, "Sleep well."),
        ("BONNE NUIT.", Use.WHOLE, 99, "SLEEP WELL."),
        ('"Bonne nuit"', Use.WHOLE, 98, "“Night”"),
        ("Le quai a été repavé en 2014.", Use.ADAPTED, 95, "The quay was repaved in 2014."),
        ("La directrice de Brest a signé le bail.", Use.ADAPTED, 97, "The manager in Brest signed the lease."),
        ("Le vieux moulin tourne encore au bord de la mer.", Use.SHOWN, 90, "The old mill still turns by the river."),
    ],
)
def test_what_a_memory_gives(memory: PairMemory, source: str, use: Use, score: int, target: str) -> None:
    match = find(memory, source)
    assert match is not None
    assert (match.use, match.score, match.target) == (use, score, target)


def test_the_difference_is_said(memory: PairMemory) -> None:
    match = find(memory, "Le vieux moulin tourne toujours au bord de la rivière.")
    assert match is not None
    assert match.difference == "-encore +toujours"
    match = find(memory, "Le quai a été repavé en 2014.")
    assert match is not None
    assert match.difference == "1987 → 2014"


@pytest.mark.parametrize(
    "source",
    [
        "Rien de tel ici.",
        "La neige tombe.",
        "Le vieux moulin du village ne tourne plus depuis longtemps, hélas.",
        "",
        "…",
    ],
)
def test_what_is_too_different_is_nothing(memory: PairMemory, source: str) -> None:
    assert find(memory, source) is None


def test_numbers_are_exchanged_only_where_each_has_one_place(memory: PairMemory) -> None:
    memory.add(
        "b", "1", [Pair("Pages 3 à 9.", "Pages 3 to 9 of 9."), Pair("Le 3 mars, 12 000 voix.", "On March 3, 12,000.")]
    )
    match = find(memory, "Pages 3 à 8.")
    assert match is not None
    assert match.use is Use.SHOWN
    match = find(memory, "Le 4 mars, 15 500 voix.")
    assert match is not None
    assert (match.use, match.target) == (Use.ADAPTED, "On March 4, 15,500.")


def test_names_are_written_as_the_caller_says(memory: PairMemory) -> None:
    forms = {"Nantes": "Nantes", "Londres": "London"}
    match = find(memory, "La directrice de Londres a signé le bail.", lambda name, _: forms[name])
    assert match is not None
    assert match.target == "The manager in London signed the lease."


def test_a_file_is_taken_again_only_where_it_changed(memory: PairMemory) -> None:
    assert memory.add("a.tmx", "1", [Pair("x", "y")]) == 0
    assert memory.add("a.tmx", "2", PAIRS[:2]) == 2
    assert [pair.source for pair in memory] == [pair.source for pair in PAIRS[:2]]
    assert memory.add("b.tmx", "1", PAIRS[:1]) == 1
    assert [pair.times for pair in memory.exact(PAIRS[0].source)] == [2]
    assert memory.units() == {"a.tmx": 2, "b.tmx": 1}


def test_old_rare_and_unwanted_pairs_are_removed(memory: PairMemory) -> None:
    assert memory.prune(before="2015") == 2  # one from 2008, one without a date
    assert {pair.source for pair in memory} == {PAIRS[1].source, "Bonne nuit.", "« Bonne nuit »"}
    assert memory.prune(name="a.tmx") == 4
    assert list(memory) == []
    assert find(memory, PAIRS[0].source) is None


def test_a_concordance_finds_either_side(memory: PairMemory) -> None:
    assert [pair.target for pair in memory.search("bail")] == ["The manager in Nantes signed the lease."]
    assert [pair.source for pair in memory.search("mill")] == ["Le vieux moulin tourne encore au bord de la rivière."]


def test_what_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(InputError, match="not a memory"):
        PairMemory(tmp_path / "a.sqlite")


def test_memories_stay_on_disk(tmp_path: Path) -> None:
    with PairMemory(tmp_path / "m.sqlite") as first:
        first.add("a", "1", PAIRS)
        digest = first.digest()
    with PairMemory(tmp_path / "m.sqlite") as second:
        assert (len(second), second.digest()) == (len(PAIRS), digest)


WORDS = ("le", "chat", "noir", "dort", "sous", "la", "de", "Paris", "12", "7", "et", "1998", ",", ".")
words = st.lists(st.sampled_from(WORDS), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(words, min_size=1, max_size=8), st.data())
def test_every_source_finds_itself(sentences: list[list[str]], data: st.DataObject) -> None:
    texts = [" ".join(sentence) for sentence in sentences if sentence]
    with PairMemory(None) as memory:
        memory.add("a", "1", [Pair(text, f"T{number}") for number, text in enumerate(texts)])
        for text in texts:
            match = find(memory, text)
            assert match is not None
            assert (match.use, match.score) == (Use.WHOLE, 100)
