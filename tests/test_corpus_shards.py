from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.bitext import Origin, Unit
from pipeline.corpus import shards
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.shards import Judge, Scored, normalise, score_sources
from pipeline.corpus.sources import SourcedUnit, find_sources


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", 10)


def write(path: Path, count: int) -> Path:
    path.write_text("".join(f"Il pleut {k} fois.\tIt rains {k} times.\tdoc {k}\n" for k in range(count)))
    return path


def score(folder: Path, *paths: Path, on_progress=None) -> Scored:
    return score_sources(find_sources(paths), folder / ".scores", Scorer(), on_progress)


def test_units_scores_and_keys(tmp_path: Path) -> None:
    scored = score(tmp_path, write(tmp_path / "a.tsv", 25))
    assert scored.read == {"a.tsv": 25}
    assert scored.origins == {"a.tsv": {"unknown": 25}}
    assert [len(shard.scores()) for shard in scored.shards] == [10, 10, 5]
    ((document, unit), last) = scored.shards[1].entries([3, 9])
    assert (document, unit.source, unit.origin) == ("doc 13", "Il pleut 13 fois.", Origin.UNKNOWN)
    assert last.document == "doc 19"
    pairs = [entry.pair for shard in scored.shards for entry in shard.entries(range(len(shard.scores())))]
    assert np.array_equal(np.concatenate([shard.keys() for shard in scored.shards]), Scorer().score(pairs)[1])


def test_only_what_changed_is_scored_again(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.tsv", 25), write(tmp_path / "b.tsv", 15)
    assert score(tmp_path, first).reused == 0
    assert score(tmp_path, first, second).reused == 3
    assert score(tmp_path, second, first).reused == 5
    write(first, 12)
    again = score(tmp_path, first, second)
    assert (again.reused, again.read) == (2, {"a.tsv": 12, "b.tsv": 15})
    assert len(list((tmp_path / ".scores").glob("a.tsv.*.npz"))) == 2
    score(tmp_path, second)
    assert not list((tmp_path / ".scores").glob("a.tsv*"))


def test_names_that_look_alike_have_shards_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/x.tsv", "b/x.tsv", "a__x.tsv", "a%2Fx.tsv")]
    for number, path in enumerate(paths, start=1):
        path.parent.mkdir(exist_ok=True)
        write(path, number)
    scored = score(tmp_path, *paths)
    assert scored.read == {"a/x.tsv": 1, "b/x.tsv": 2, "a__x.tsv": 3, "a%2Fx.tsv": 4}
    assert [len(shard.scores()) for shard in scored.shards] == [1, 2, 3, 4]


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    path = write(tmp_path / "a.tsv", 35)
    with pytest.raises(KeyboardInterrupt):
        score(tmp_path, path, on_progress=stop)
    assert not list((tmp_path / ".scores").glob("*.json"))
    scored = score(tmp_path, path)
    assert (scored.reused, scored.read, len(scored.shards)) == (2, {"a.tsv": 35}, 4)


@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_a_damaged_shard_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    path = write(tmp_path / "a.tsv", 25)
    shard = score(tmp_path, path).shards[1].path
    whole = shard.read_bytes()
    shard.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert score(tmp_path, path).reused == 2
    assert shard.read_bytes() == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a\t b\n", "a b"),
        ("12\u202f500 € ;\u00a0oui", "12\u202f500 € ;\u00a0oui"),
        ("e\u0301te\u0301", "été"),
        ("a\u2028b\x85c\x0bd", "a b c d"),
        ("\ud800", "\ufffd"),
    ],
)
def test_normal_texts(text: str, expected: str) -> None:
    assert normalise(SourcedUnit("d", Unit("", text, text))).unit.source == expected


def test_origin_and_score_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("id\tfr\ten\tscore\torigin\tflags\nx-s0001\tun\tone\t-0.25\tmachine\t\n")
    ((document, unit),) = score(tmp_path, tmp_path / "a.tsv").shards[0].entries([0])
    assert (document, unit.origin, unit.score) == ("x", Origin.MACHINE, -0.25)


def test_a_judge_gives_every_pair_its_likelihood_once(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def likelihood(pairs: Sequence[tuple[str, str]]) -> list[float]:
        asked.extend(pairs)
        return [-float(len(target)) for _, target in pairs]

    place = list(FILTERS).index("likelihood")
    sources = find_sources([write(tmp_path / "a.tsv", 12)])
    for _ in range(2):
        scored = score_sources(sources, tmp_path / ".scores", Scorer(), judge=Judge("a", likelihood))
    assert len(asked) == 12
    column = np.concatenate([shard.scores()[:, place] for shard in scored.shards])
    assert column.tolist() == [-len(target) for _, target in asked]
    score_sources(sources, tmp_path / ".scores", Scorer(), judge=Judge("b", likelihood))
    assert len(asked) == 24
    scored = score_sources(sources, tmp_path / ".scores", Scorer())
    assert {value for shard in scored.shards for value in shard.scores()[:, place].tolist()} == {0.0}
