"""The corpus filters against planted noise, and the rate of a whole build.

    python benchmarks/corpus.py noise CORPUS.tsv…  [--pairs 20000]
    python benchmarks/corpus.py likelihood CORPUS.tsv… [--pairs 500]
    python benchmarks/corpus.py build CORPUS.tsv… --out DIR [--workers 2]

CORPUS holds `French<TAB>English` pairs, one a line. `noise` plants five kinds of fault, each in 5 % of
the pairs, and prints how many of each are rejected and how many of the untouched pairs are lost: on
all pairs as they come, and on those that the filters pass before anything is planted. `likelihood` does the same for
several thresholds of the filter of that name, which asks the embedded model. `build` prints
rate, peak memory and what was cut.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from pipeline.corpus.build import build_corpus
from pipeline.corpus.decisions import KEPT, decide, reason_name
from pipeline.corpus.pair import SentencePair
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import read_pairs

SHARE = 0.05
LIMITS = (-3, -3.5, -4, -4.5, -5)
KINDS = ("shuffled", "copied", "wrong language", "truncated", "number changed")


def faulty(kind: str, pair: SentencePair, others: list[SentencePair], rng: random.Random) -> SentencePair | None:
    """The pair with a fault of this kind; None where it cannot have one."""
    if kind == "shuffled":
        other = rng.choice(others).target
        return pair._replace(target=other) if other != pair.target else None
    if kind == "copied":
        return pair._replace(target=pair.source)
    if kind == "wrong language":
        return pair._replace(source=pair.target, target=pair.source)
    if kind == "truncated":
        words = pair.target.split(" ")
        return pair._replace(target=" ".join(words[: len(words) // 2])) if len(words) >= 6 else None
    digits = [match.start() for match in re.finditer(r"\d", pair.target)]
    if not digits or not re.search(r"\d", pair.source):
        return None
    place = rng.choice(digits)
    digit = rng.choice([d for d in "123456789" if d != pair.target[place]])
    return pair._replace(target=pair.target[:place] + digit + pair.target[place + 1 :])


def plant(pairs: list[SentencePair], rng: random.Random) -> tuple[list[SentencePair], list[str]]:
    """The pairs with faults, and the kind of each (`clean` for the untouched)."""
    quota = dict.fromkeys(KINDS, round(SHARE * len(pairs)))
    order = list(range(len(pairs)))
    planted, kinds = list(pairs), ["clean"] * len(pairs)
    for kind in reversed(KINDS):  # numbers first: few pairs have one
        rng.shuffle(order)  # each time: what one kind leaves at the head of the order is short, without numbers
        for index in order:
            if quota[kind] and kinds[index] == "clean":
                changed = faulty(kind, pairs[index], pairs, rng)
                if changed is not None:
                    planted[index], kinds[index] = changed, kind
                    quota[kind] -= 1
    return planted, kinds


def noise(corpora: list[Path], count: int) -> None:
    rng = random.Random(1)
    settings = Settings()
    print("| corpus | pairs | clean lost % | " + " | ".join(f"{kind} found %" for kind in KINDS) + " |")
    print("|---|---|" + "---:|" * (len(KINDS) + 1))
    for corpus in corpora:
        everything = list(islice(read_pairs(corpus), 50 * count))
        pairs = rng.sample(everything, min(count, len(everything)))
        with Scorer() as scorer:
            passed = decide(scorer.score(pairs)[0], settings) == KEPT
            for name, chosen in (
                ("as they come", pairs),
                ("passed before", [p for p, ok in zip(pairs, passed, strict=True) if ok]),
            ):
                planted, kinds = plant(chosen, rng)
                reasons = decide(scorer.score(planted)[0], settings)
                total, out = Counter(kinds), Counter(k for k, r in zip(kinds, reasons, strict=True) if r != KEPT)
                shares = [100 * out[kind] / max(1, total[kind]) for kind in ("clean", *KINDS)]
                print(
                    f"| {corpus.stem} | {name} ({len(chosen)}) | {shares[0]:.2f} | "
                    + " | ".join(f"{s:.1f}" for s in shares[1:])
                    + " |"
                )
            cut = Counter(reason_name(int(r)) for r in decide(scorer.score(pairs)[0], settings) if r != KEPT)
            print(f"|  | cut from the pairs as they come | {', '.join(f'{k} {v}' for k, v in cut.most_common())} |")


def likelihood(corpora: list[Path], count: int) -> None:
    from pipeline.workflow.recipe import Recipe
    from pipeline.workflow.session import Session

    rng = random.Random(3)
    engine = Session(Recipe(model="embedded", glossaries=())).engine
    for corpus in corpora:
        everything = list(islice(read_pairs(corpus), 50 * count))
        pairs = rng.sample(everything, min(count, len(everything)))
        with Scorer() as scorer:
            passed = decide(scorer.score(pairs)[0], Settings()) == KEPT
            planted, kinds = plant([pair for pair, ok in zip(pairs, passed, strict=True) if ok], rng)
            rules = decide(scorer.score(planted)[0], Settings()) != KEPT
        began = time.perf_counter()
        found = engine.score([(pair.source, pair.target) for pair in planted])
        print(f"{corpus.stem}: {len(planted) / (time.perf_counter() - began):.0f} pairs/s")
        print("| cut % | rules | " + " | ".join(f"below {limit}" for limit in LIMITS) + " |")
        print("|---|---:|" + "---:|" * len(LIMITS))
        for kind in ("clean", *KINDS):
            rows = [row for row, each in enumerate(kinds) if each == kind]
            shares = [sum(rules[rows]), *(sum(found[row] < limit for row in rows) for limit in LIMITS)]
            print(
                f"| {kind} ({len(rows)}) | " + " | ".join(f"{100 * s / max(1, len(rows)):.1f}" for s in shares) + " |"
            )


def build(corpora: list[Path], out: Path, workers: int) -> None:
    start = time.perf_counter()
    built = build_corpus(corpora, out, workers=workers)
    seconds = time.perf_counter() - start
    read = sum(built.read.values())
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{read:,} pairs in {seconds:.0f} s: {read / seconds:,.0f} pairs/s, {workers} workers")
    print(f"peak memory {own:.0f} MB, {children:.0f} MB in the largest worker; reused shards: {built.reused_shards}")
    print(f"kept {dict(built.kept)}; rejected {dict(built.rejected)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("noise", "likelihood", "build"))
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.what == "noise":
        noise(arguments.corpora, arguments.pairs)
    elif arguments.what == "likelihood":
        likelihood(arguments.corpora, min(arguments.pairs, 2_000))
    elif arguments.out is None:
        parser.error("build needs --out")
    else:
        build(arguments.corpora, arguments.out, arguments.workers)


if __name__ == "__main__":
    main()
