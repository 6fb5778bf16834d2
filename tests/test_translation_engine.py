import itertools

import pytest

from pipeline.errors import ModelError
from pipeline.translation.engine import LONGEST_SOURCE, Engine
from pipeline.translation.selftest import require_sane, self_test

SENTENCES = [
    "Le président a rencontré le ministre à Paris.",
    "",
    "Il pleut.",
    "Nous avons deux enfants et une voiture.",
    "Il pleut.",
]


def test_results_come_in_order_whatever_the_length(engine):
    translations = engine.translate(SENTENCES)
    texts = [translation.best.text for translation in translations]
    assert "Paris" in texts[0]
    assert texts[1] == ""
    assert "two children" in texts[3]
    assert texts[2] == texts[4] != ""
    assert all(translation.best.score <= 0 for translation in translations)


def test_a_sentence_comes_out_the_same_alone_and_in_company(engine):
    together = [translation.best.text for translation in engine.translate(SENTENCES)]
    alone = [engine.translate([sentence])[0].best.text for sentence in SENTENCES]
    assert alone == together


def test_the_stream_reads_no_further_than_two_windows_ahead(engine):
    read = 0

    def endless():
        nonlocal read
        for number in itertools.count():
            read += 1
            yield f"Il y a {number % 7} maisons."

    stream = engine.stream(endless())
    first = [next(stream).best.text for _ in range(3)]
    assert all("house" in text for text in first)
    assert read < 1000


def test_hypotheses_differ_and_fall(engine):
    (translation,) = engine.translate(SENTENCES[:1], hypotheses=3)
    texts = [hypothesis.text for hypothesis in translation.hypotheses]
    assert len(texts) == 3
    assert len(set(texts)) > 1


def test_attention_has_a_row_for_every_piece(engine):
    (translation,) = engine.translate(SENTENCES[:1], attention=True)
    best = translation.best
    assert len(best.attention) == len(best.pieces)
    assert {len(row) for row in best.attention} == {len(engine.pieces(SENTENCES[0]))}


def test_the_score_is_the_mean_over_pieces(engine):
    (translation,) = engine.translate(["Nous avons deux enfants et une voiture."])
    (score,) = engine.score([("Nous avons deux enfants et une voiture.", translation.best.text)])
    assert score == pytest.approx(translation.best.score, abs=0.05)


def test_a_forced_beginning_is_kept(engine):
    (hypothesis,) = engine.continue_from([(SENTENCES[0], "In Paris, the President")])
    assert hypothesis.text.startswith("In Paris, the President")
    assert len(hypothesis.text) > len("In Paris, the President")


def test_an_overlong_sentence_is_cut_not_truncated(engine):
    sentence = ", ".join(f"la ville numéro {number} a voté" for number in range(60)) + "."
    assert len(engine.pieces(sentence)) > 2 * LONGEST_SOURCE
    (translation,) = engine.translate([sentence])
    assert translation.parts > 2
    assert len(translation.best.text) > len(sentence) / 2


def test_several_sentences_are_decoded_apart(engine):
    alone = engine.translate(["Le train est parti.", "Il pleut à Marseille."], attention=True)
    (both,) = engine.translate(["Le train est parti. Il pleut à Marseille."], attention=True)
    assert both.best.text == " ".join(translation.best.text for translation in alone)
    assert both.parts == 1
    assert len(both.best.attention) == len(both.best.pieces)


def test_a_line_without_a_stop_of_any_size_goes_through(engine):
    (translation,) = engine.translate(["bonjour " * 600])
    assert translation.parts > 3
    assert translation.best.text


@pytest.mark.parametrize("sentence", ["🙂", "مرحبا بالعالم", "日本語", "é", "\u0301", "«", "[we]", "<unk>", "</s>"])
def test_odd_sentences_do_not_break_it(engine, sentence):
    (translation,) = engine.translate([sentence])
    assert isinstance(translation.best.text, str)


def test_the_self_test_passes(engine):
    assert all(sane for _, _, sane in self_test(engine))
    require_sane(engine)


def test_the_self_test_refuses_rubbish(engine):
    class Rubbish:
        package = engine.package

        def translate(self, sentences):
            return engine.translate(["Oui."] * len(sentences))

    with pytest.raises(ModelError, match="talks rubbish"):
        require_sane(Rubbish())


def test_weights_that_cannot_be_loaded(engine, tmp_path):
    from dataclasses import replace

    for name, _ in engine.package.parts:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(engine.package.read(name) if not name.endswith("model.bin") else b"\x06\0\0\0nonsense")
    broken = replace(engine.package, path=tmp_path, archive=False, root="")
    with pytest.raises(ModelError, match="cannot load the model"):
        Engine(broken)


def test_pairs_beyond_the_model_s_positions_are_scored_and_continued(engine):
    long = "bonjour " * 900
    assert engine.score([(long, "hello " * 900)])[0] < 0
    assert engine.continue_from([(long, "hello " * 900)])[0].text.startswith("hello hello")
