"""Options that cannot work are refused before anything is read."""

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.errors import OptionError
from pipeline.training.loop import rate_scale
from pipeline.training.options import TrainingOptions

GOOD = {"corpus": (Path("a.tsv"),), "out": Path("run"), "minutes": 5.0}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"corpus": ()}, "--corpus"),
        ({"minutes": None}, "--minutes or --steps"),
        ({"steps": 5}, "--minutes or --steps"),
        ({"widen": True}, "--widen: goes with --from"),
        ({"shape": "huge"}, "--shape huge: choose one of small, base"),
        ({"aligner": "giza"}, "--aligner giza: choose one of auto, markov, eflomal, model"),
        ({"precision": "half"}, "--precision half"),
        ({"quantisation": "int4"}, "--quantisation int4"),
        ({"marked": 1.5}, "--marked 1.5: must lie between 0.0 and 1.0"),
        ({"vocabulary": 10}, "--vocabulary 10"),
        ({"out": Path(__file__)}, "is a file"),
    ],
)
def test_what_is_refused(changes, message):
    TrainingOptions(**GOOD).check()
    with pytest.raises(OptionError) as raised:
        TrainingOptions(**{**GOOD, **changes}).check()
    assert message in str(raised.value)


def test_rates_are_gentler_on_a_trained_model():
    assert TrainingOptions(**GOOD).rates() == (0.004, 0.002)
    assert TrainingOptions(**GOOD, start=Path("m")).rates() == pytest.approx((0.0004, 0.0002))
    assert TrainingOptions(**GOOD, start=Path("m"), muon_rate=0.3).rates() == pytest.approx((0.3, 0.0002))


@pytest.mark.parametrize(
    ("done", "step", "scale"),
    [
        (0.0, 0, 0.1),
        (0.0, 4, 0.5),
        (0.01, 0, 0.2),
        (0.1, 9, 1.0),
        (0.6, 100, 1.0),
        (0.8, 100, 0.5),
        (1.0, 100, 0.0),
        (1.0, 0, 0.0),
    ],
)
def test_the_rate_rises_stays_and_falls_to_zero(done, step, scale):
    assert rate_scale(done, step, warmup=10, decay=0.4) == pytest.approx(scale)
