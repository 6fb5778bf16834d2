"""Training on a small text, end to end."""

from __future__ import annotations

import json

from pipeline.segmentation import train_punkt

SENTENCES = [
    "Le comte de St. Alban dort dans la maison.\tThe count sleeps.",
    "Puis la maison brûle, et le comte avec elle.\tThen it burns.",
    "Selon Pierre, la rue St. Jacques est vide.\tPierre says so.",
    "Maison vide, dit St. Ange, cf. la page 5.\tEmpty.",
    "Puis Pierre voit la maison, cf. la page 6.\tThen.",
]


def test_columns_and_samples() -> None:
    batch = list(train_punkt.batches(["a\tb\n", "c\n", "l'an\td'or\n"], 2, 1, split_elisions=True))
    assert batch == ["b\nd' or"]
    assert list(train_punkt.batches(["a\n", "b\n", "c\n"], 1, 2, split_elisions=False)) == ["a\nc"]


def test_training_is_deterministic_and_tells_words_from_names() -> None:
    def learn() -> dict[str, object]:
        return train_punkt.train(train_punkt.batches(SENTENCES * 30, 1, 1, split_elisions=True), "fr")

    learnt = learn()
    assert learnt == learn()
    assert learnt["lines"] == 150
    assert isinstance(learnt["common"], list)
    assert isinstance(learnt["abbreviations"], list)
    assert "maison" in learnt["common"]
    assert "pierre" not in learnt["common"]
    assert "st" in learnt["abbreviations"]


def test_dump_reads_back() -> None:
    parameters = {"language": "fr", "lines": 3, "common": [f"mot{number}" for number in range(60)], "starters": []}
    read = json.loads(train_punkt.dump(parameters))
    assert " ".join(read["common"]).split() == parameters["common"]
    assert (read["language"], read["lines"], read["starters"]) == ("fr", 3, [])
