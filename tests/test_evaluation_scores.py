import pytest

from pipeline.errors import FormatError
from pipeline.evaluation.scores import score, score_files


@pytest.mark.parametrize(
    ("hypothesis", "reference", "bleu", "chrf", "ter"),
    [
        (["the cat sat on the mat"], ["the cat sat on the mat"], 100, 100, 0),
        (["the cat sat on the mat"], ["the dog sat on the mat"], 53.73, None, 100 / 6),
        (["x"], ["the cat sat on the mat"], 0, 0, 100),
    ],
)
def test_known_values(hypothesis, reference, bleu, chrf, ter):
    values = {result.metric: result.value for result in score(hypothesis, reference)}
    assert values["BLEU"] == pytest.approx(bleu, abs=0.01)
    assert chrf is None or values["chrF2"] == pytest.approx(chrf, abs=1)
    assert values["TER"] == pytest.approx(ter, abs=0.01)


def test_signatures_pin_the_metric():
    for result in score(["a"], ["a"]):
        assert "nrefs:1" in result.signature
        assert "version:" in result.signature


def test_unequal_files_are_refused(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a\nb\n")
    two.write_text("a\nb\u2028c\nd\n")
    with pytest.raises(FormatError, match=r"one: ends after line 2, .*two goes on"):
        score_files(one, two)
    with pytest.raises(ValueError, match="1 hypotheses for 2"):
        score(["a"], ["a", "b"])
