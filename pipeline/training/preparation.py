"""From corpus files to examples that can be trained on: cleaned, aligned, marked, in pieces, on disk."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.corpus.selection import reservoir
from pipeline.errors import InputError, OptionError
from pipeline.files.writing import atomic_text
from pipeline.training.aligners import ALIGNERS, Aligner
from pipeline.training.cleaning import Pair, clean, held_out_keys, key, read_pairs
from pipeline.training.marking import Example, Marker
from pipeline.training.noise import add_noise
from pipeline.training.options import TrainingOptions
from pipeline.training.quoting import Quoter
from pipeline.training.shards import Encoded, encode, write_shards
from pipeline.training.signs import swap_signs
from pipeline.training.vocabulary import extend_vocabulary, load_vocabulary, missing_signs, train_vocabulary

if TYPE_CHECKING:
    from pipeline.training.checkpoint import Start

_ALIGNER_SAMPLE = 200_000
_VOCABULARY_SAMPLE = 1_000_000
_CHUNK = 100_000
_ENOUGH_TO_ALIGN = 20_000
_ENOUGH_TO_LEARN = 100  # pairs with a sign, before a trained vocabulary gets it: unknown signs are copied, and well
_SWAPPED = 0.03  # share of the examples in which a sign or a letter of a name is another
_DEV_PAIRS = 1_000

T = TypeVar("T")
Report = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Examples on disk. counts: pairs kept and left out, by reason, and examples made."""

    train: tuple[Path, ...]
    dev: tuple[Path, ...]
    vocabulary: bytes
    counts: dict[str, int]


def prepare_examples(options: TrainingOptions, start: Start | None, report: Report) -> Prepared:
    """Make the examples of a run in `out/prepared`, or find them made by an earlier call with the same options.

    Raises OptionError where that folder holds examples of other options, InputError for corpora that
    cannot be read or hold nothing fit to train on.
    """
    folder = options.out / "prepared"
    state = folder / "state.json"
    asked = options.of_preparation()
    if state.exists():
        saved = json.loads(state.read_text(encoding="utf-8"))
        changed = [name for name in asked if asked[name] != saved["options"].get(name)]
        if changed:
            raise OptionError(
                f"--out {options.out}: holds a run with another {', '.join(changed)}; name another folder"
            )
    else:
        folder.mkdir(parents=True, exist_ok=True)
        counts = _prepare(options, start, folder, report)
        _write_text(state, json.dumps({"options": asked, "counts": counts}, indent=2, ensure_ascii=False) + "\n")
        saved = {"counts": counts}
    return Prepared(
        train=tuple(sorted(folder.glob("train-*.npz"))),
        dev=tuple(sorted(folder.glob("dev-*.npz"))),
        vocabulary=(folder / "vocabulary.model").read_bytes(),
        counts=saved["counts"],
    )


def _prepare(options: TrainingOptions, start: Start | None, folder: Path, report: Report) -> dict[str, int]:
    for leftover in folder.glob("*.npz"):  # of a preparation that was broken off
        leftover.unlink()
    chance = random.Random(options.seed)
    counts: Counter[str] = Counter()
    _split(options, folder, counts)
    report({"stage": "cleaned", **counts})
    if not counts["kept"]:
        raise InputError(f"{options.corpus[0]}: no pair fit to train on; left out: {dict(counts)}")

    pairs = folder / "pairs.tsv"
    if start is None:
        sample = reservoir(_read(pairs), _VOCABULARY_SAMPLE, chance)
        vocabulary = train_vocabulary((side for pair in sample for side in pair), options.vocabulary, seed=options.seed)
        del sample
    else:
        signs = Counter(sign for pair in _read(pairs) for sign in set(pair[0] + pair[1]))
        missing = missing_signs(start.vocabulary)
        vocabulary = extend_vocabulary(start.vocabulary, [sign for sign in missing if signs[sign] >= _ENOUGH_TO_LEARN])
    processor = load_vocabulary(vocabulary)
    (folder / "vocabulary.model").write_bytes(vocabulary)
    report({"stage": "vocabulary", "pieces": processor.get_piece_size()})

    name = options.aligner
    if name == "auto":
        name = "model" if start is not None and counts["kept"] < _ENOUGH_TO_ALIGN else "markov"
    aligner = ALIGNERS[name](reservoir(_read(pairs), _ALIGNER_SAMPLE, chance), start)
    report({"stage": "aligner", "aligner": name})

    train = _examples(_read(pairs), aligner, options, processor)
    counts["train"] = write_shards(train, folder, "train")
    plain = (Example(french, english, []) for french, english in _read(folder / "dev.tsv"))
    dev = (example for chunk in _chunks(plain) for example in encode(chunk, processor))
    counts["dev"] = write_shards(dev, folder, "dev")
    report({"stage": "encoded", "train": counts["train"], "dev": counts["dev"]})
    return dict(counts)


def _split(options: TrainingOptions, folder: Path, counts: Counter[str]) -> None:
    """Write the cleaned pairs to `pairs.tsv` and those to measure on to `dev.tsv`."""
    held_out = held_out_keys(options.exclude)
    if options.dev is not None:
        dev = list(itertools.islice(clean(read_pairs([options.dev]), Counter()), 2 * _DEV_PAIRS))
        held_out |= {key(side) for pair in dev for side in pair}
    else:
        dev = []
    with (folder / "pairs.tsv").open("w", encoding="utf-8", newline="\n") as train:
        everything = read_pairs(options.corpus, counts)
        for pair in clean(everything, counts, held_out):
            if options.dev is None and key(pair[0]) % 100 == 0 and len(dev) < _DEV_PAIRS:
                dev.append(pair)
            else:
                train.write("\t".join(pair) + "\n")
    _write_text(folder / "dev.tsv", "".join("\t".join(pair) + "\n" for pair in dev))


def _examples(pairs: Iterable[Pair], aligner: Aligner, options: TrainingOptions, processor: Any) -> Iterator[Encoded]:
    marker = Marker(share=options.marked, seed=options.seed)
    quoter = Quoter(share=options.quoted, seed=options.seed)
    chance = random.Random(options.seed)
    for chunk in _chunks(pairs):
        examples = []
        for (french, english), links in zip(chunk, aligner(chunk), strict=True):
            example = Example(french, english, links)
            if options.noise:
                example = swap_signs(example, chance) if chance.random() < _SWAPPED else example
                example = example._replace(source=add_noise(example.source, chance))
            examples.append(marker.mark(quoter.quote(example)))
        yield from encode(examples, processor)


def _read(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            french, _, english = line.rstrip("\n").partition("\t")
            yield french, english


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, _CHUNK)):
        yield chunk


def _write_text(path: Path, text: str) -> None:
    with atomic_text(path) as stream:
        stream.write(text)
