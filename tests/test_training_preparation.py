"""From files to examples on disk, once."""

import pytest

from pipeline.errors import InputError, OptionError
from pipeline.training.options import TrainingOptions
from pipeline.training.preparation import prepare_examples
from pipeline.training.shards import Examples

VERBS = {"voit": "sees", "aime": "loves", "quitte": "leaves"}


def corpus(folder, name="pairs.tsv"):
    file = folder / name
    lines = [
        f"L’homme {number} {french} la ville.\tMan {number} {english} the city.\n"
        for number in ("un", "deux", "trois", "Poutine", "Merkel", "Obama", "Jean", "Paul")
        for french, english in VERBS.items()
    ]
    file.write_text("".join(lines), encoding="utf-8")
    return file


def options(folder, **changes):
    given = {"corpus": (corpus(folder),), "out": folder / "run", "steps": 1, "vocabulary": 350}
    return TrainingOptions(**{**given, **changes})


def nothing(row):
    pass


def test_examples_are_made_once_and_found_again(tmp_path):
    rows = []
    first = prepare_examples(options(tmp_path), None, rows.append)
    assert [row["stage"] for row in rows] == ["cleaned", "vocabulary", "aligner", "encoded"]
    assert first.counts["train"] + first.counts["dev"] == first.counts["kept"] == 24
    assert len(Examples(first.train)) == first.counts["train"]
    again = prepare_examples(options(tmp_path), None, lambda row: pytest.fail("prepared twice"))
    assert again == first


def test_equal_options_give_equal_bytes(tmp_path):
    runs = [prepare_examples(options(tmp_path, out=tmp_path / name), None, nothing) for name in "ab"]
    assert runs[0].vocabulary == runs[1].vocabulary
    assert [path.read_bytes() for path in runs[0].train] == [path.read_bytes() for path in runs[1].train]


def test_other_options_need_another_folder(tmp_path):
    prepare_examples(options(tmp_path), None, nothing)
    with pytest.raises(OptionError, match="another marked"):
        prepare_examples(options(tmp_path, marked=0.5), None, nothing)


def test_dev_and_excluded_sentences_are_not_trained_on(tmp_path):
    dev = tmp_path / "dev.tsv"
    dev.write_text("L’homme Poutine voit la ville.\tMan Poutine sees the city.\n", encoding="utf-8")
    excluded = tmp_path / "test.fr"
    excluded.write_text("L'homme Merkel voit la ville !\n", encoding="utf-8")
    prepared = prepare_examples(options(tmp_path, dev=dev, exclude=(excluded,)), None, nothing)
    assert prepared.counts["held-out"] == 1  # fewer than 25 letters are too common to exclude, except for dev
    assert prepared.counts["dev"] == 1
    text = (tmp_path / "run" / "prepared" / "pairs.tsv").read_text(encoding="utf-8")
    assert "Poutine voit" not in text


def test_a_corpus_with_nothing_in_it(tmp_path):
    empty = tmp_path / "empty.tsv"
    empty.write_text("\t\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no pair"):
        prepare_examples(options(tmp_path, corpus=(empty,)), None, nothing)
