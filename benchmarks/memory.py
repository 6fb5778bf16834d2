"""How long a memory takes to import, how much memory that needs, and how fast something similar is found in it.

    python benchmarks/memory.py [FILE ...] [--units N]

FILE is whatever `corpus build` reads; by default sentences made of a word list. Segments to look up are sources of the
memory with one word in eight exchanged for another segment's (a match of about 88 %), so what should be found is known.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from pipeline.corpus.sources import read_entries
from pipeline.memory.matching import find
from pipeline.memory.pairs import Pair, PairMemory
from pipeline.text.word_list import french_words

_LOOKUPS = 500
_EXCHANGED = 8  # one word in so many


def made(count: int, seed: int = 1) -> Iterator[Pair]:
    """Sentences of words drawn as in texts: the n-th commonest word in proportion to 1/n."""
    chance = random.Random(seed)
    words = sorted(french_words())[::7][:60_000]
    chance.shuffle(words)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    total, cumulated = 0.0, []
    for weight in weights:
        total += weight
        cumulated.append(total)
    for number in range(count):
        drawn = chance.choices(words, cum_weights=cumulated, k=chance.randint(5, 30))
        yield Pair(" ".join(drawn).capitalize() + ".", f"Sentence {number}.")


def edited(source: str, others: list[str], chance: random.Random) -> str:
    words = source.split()
    for place in chance.sample(range(len(words)), max(1, len(words) // _EXCHANGED)):
        words[place] = chance.choice(chance.choice(others).split())
    return " ".join(words)


def peak() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--units", type=int, default=1_000_000)
    options = parser.parse_args()
    entries = chain.from_iterable(map(read_entries, options.files))
    pairs = (Pair(entry.unit.source, entry.unit.target) for entry in entries)
    taken = islice(pairs if options.files else made(options.units), options.units)
    before = peak()
    with tempfile.TemporaryDirectory() as folder, PairMemory(Path(folder) / "m.sqlite") as memory:
        began, busy = time.perf_counter(), time.process_time()
        count = memory.add("benchmark", "1", taken)
        seconds, work = time.perf_counter() - began, time.process_time() - busy
        size = (Path(folder) / "m.sqlite").stat().st_size / 1e6
        print(
            f"import: {count:,} pairs, {len(memory):,} different, in {seconds:.1f} s, "
            f"{work:.1f} s of work; {size:.0f} MB"
        )
        print(f"peak memory: {peak():.0f} MB, of which {before:.0f} before the import")
        chance = random.Random(2)
        sources = [pair.source for pair in memory]
        sample = [one for one in chance.sample(sources, min(len(sources), 4 * _LOOKUPS)) if len(one.split()) >= 5]
        del sources
        wanted = [(source, edited(source, sample, chance)) for source in sample[:_LOOKUPS]]
        times, found, busy = [], 0, time.process_time()
        for source, query in wanted:
            began = time.perf_counter()
            match = find(memory, query)
            times.append(1_000 * (time.perf_counter() - began))
            found += match is not None and (match.pair.source == source or match.score >= 80)
        work = 1_000 * (time.process_time() - busy) / len(wanted)
        times.sort()
        middle, slow = times[len(times) // 2], times[int(0.95 * len(times))]
        print(
            f"look-up: median {middle:.1f} ms, 95 % within {slow:.1f} ms, slowest {times[-1]:.1f} ms; "
            f"{work:.1f} ms of work"
        )
        print(f"found: {found} of {len(wanted)}")


if __name__ == "__main__":
    main()
