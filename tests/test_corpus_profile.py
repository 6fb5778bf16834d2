import numpy as np
import pytest

from pipeline.corpus.build import _decided
from pipeline.corpus.charts import HEIGHT, WIDTH, chart_of, shown
from pipeline.corpus.decisions import KEPT, reason_name
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.profile import EXAMPLES, Histogram, _score_edges, _Tally, profile_of
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.settings import Settings
from pipeline.corpus.shards import score_sources
from pipeline.corpus.sources import find_sources

ROWS = [
    *((f"Le document {k} parle du pont de la ville.", f"Document {k} speaks of the town's bridge.") for k in range(20)),
    ("Le chat noir dort bien ici.", "Le chat noir dort bien ici."),
    ("Le document 1 parle du pont de la ville.", "Document 1 speaks of the town's bridge."),
    *((f"{k} 000", f"{k},000") for k in range(3)),
]
SETTINGS = Settings(near=False, similar=None)


@pytest.fixture(scope="module")
def profiled(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("profile")
    (folder / "a.tsv").write_text("".join("\t".join(row) + "\n" for row in ROWS))
    shards = score_sources(find_sources([folder / "a.tsv"]), folder / "scores", Scorer()).shards
    reasons = _decided(shards, SETTINGS)
    return shards, reasons, profile_of(shards, reasons, SETTINGS)


def test_cuts_agree_with_the_decisions(profiled) -> None:
    shards, reasons, profile = profiled
    names = [reason_name(int(reason)) for why in reasons for reason in why[why != KEPT]]
    assert {cut.name: cut.first for cut in profile.cuts if cut.first} | profile.repeats == {
        name: names.count(name) for name in names
    }
    scores = np.concatenate([shard.scores() for shard in shards])
    for number, cut in enumerate(profile.cuts):
        assert sum(cut.scores.counts) == len(scores) == len(ROWS)
        failing = [not FILTERS[cut.name].accepts(float(s), np.float32(cut.threshold)) for s in scores[:, number]]
        assert cut.fails == sum(failing)
        assert cut.only <= cut.first <= cut.fails


def test_bars_beyond_the_threshold_are_the_pairs_that_fail(profiled) -> None:
    for cut in profiled[2].cuts:
        chart = chart_of(cut.scores, threshold=cut.threshold, most=FILTERS[cut.name].most)
        assert sum(bar.count for bar in chart.bars if bar.cut) == cut.fails, cut.name


def test_kept_pairs_and_examples(profiled) -> None:
    profile = profiled[2]
    assert sum(profile.source_words.counts) == 20
    assert (profile.source_words.median, profile.documents) == (9, 1)
    assert 0.9 < profile.ratio.median < 1.1
    assert [unit.source for _, unit in profile.examples["copied"]] == ["Le chat noir dort bien ici."]
    assert len(profile.examples["empty"]) == 3
    assert len(profile.kept) == EXAMPLES
    assert profile.words == (180, 140)
    assert next(iter(profile.examples)) == "empty"


@pytest.mark.parametrize("most", [True, False])
@pytest.mark.parametrize(
    ("values", "threshold"),
    [
        ([0, 0, 1, 3], 0),
        ([0, 0, 1, 3], 1),
        ([0, 1, 2], 0.5),
        ([0.1, 0.25, 0.7, 0.70001], 0.7),
        ([5, 5, 5], 5),
        ([1, 400, 2000], 150),
        ([0.5], None),
        ([-4, -0.5, 0], -4),
    ],
)
def test_the_threshold_parts_the_bars_as_it_parts_the_values(values, threshold, most) -> None:
    scores = np.array(values, dtype=np.float32)
    whole = bool((scores == np.round(scores)).all())
    edges = _score_edges(float(scores.min()), float(scores.max()), whole, threshold)
    tally = _Tally(edges, "right" if most else "left", whole=whole and edges[1] - edges[0] == 1)
    tally.add(scores)
    chart = chart_of(tally.histogram(), threshold=threshold, most=most, logarithmic=True)
    failing = [] if threshold is None else scores > np.float32(threshold) if most else scores < np.float32(threshold)
    assert sum(bar.count for bar in chart.bars if bar.cut) == sum(failing)
    assert sum(bar.count for bar in chart.bars) == len(values)
    assert (chart.line is None) == (threshold is None)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    assert 1 <= len(chart.ticks) <= 8


def test_heights_are_in_proportion() -> None:
    bars = chart_of(Histogram((0, 1, 2, 3), (0, 50, 100))).bars
    assert bars[0].height == 0
    assert 2 * bars[1].height == pytest.approx(bars[2].height, rel=0.01)
    assert chart_of(Histogram((0, 1), (0,))).top == 0


def test_numbers_as_people_write_them() -> None:
    assert [shown(value) for value in (0, 1500, 0.125, -4, 1.5)] == ["0", "1,500", "0.125", "−4", "1.5"]
