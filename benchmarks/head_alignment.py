"""Alignment error rate of a model's aligning head on a translation that is given (forced decoding).

    python benchmarks/head_alignment.py [--model PACKAGE] [--source FILE --target FILE --links FILE]

FILE source and target hold one sentence a line, words separated by spaces; links one line of `i-j` (sure)
and `i?j` (possible) pairs a sentence, 0-based (default: a few sentences of our own, enough to try the
script). Error rate as in Och and Ney (2003): 1 - (|A∩S| + |A∩P|) / (|A| + |S|).

Each English piece is linked to the French piece of the largest weight, unless the row's weights add up
to less than one half: the rest lies on the end sign, which stands for "nothing". Words are linked where
pieces of theirs are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import ctranslate2
import numpy as np

from pipeline.translation.catalogue import select_package
from pipeline.translation.tokenisation import load_tokeniser

SAMPLE = (
    ("Le président aime la Russie .", "The president loves Russia .", "0-0 1-1 2-2 4-3 5-4 3?3"),
    ("Il a visité une usine hier .", "Yesterday he visited a factory .", "0-1 2-2 3-3 4-4 5-0 6-5 1?2"),
)
Links = set[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", metavar="PACKAGE")
    for name in ("source", "target", "links"):
        parser.add_argument(f"--{name}", type=Path)
    options = parser.parse_args()
    files = (options.source, options.target, options.links)
    if any(files) and not all(files):
        parser.error("--source, --target and --links go together")
    rows = list(zip(*map(lines, files), strict=True)) if all(files) else list(SAMPLE)

    package = select_package(options.model)
    if not package.alignment:
        print(f"{package.path.name} declares no aligning head; its attention is measured all the same")
    tokeniser = load_tokeniser(package)
    model = ctranslate2.Translator(str(package.path), files=package.model_files(), intra_threads=1)
    found, sure, possible = [], [], []
    for source, target, gold in rows:
        found.append(align(model, tokeniser, source.split(" "), target.split(" "), package.alignment_shift))
        sure.append({pair(link, "-") for link in gold.split() if "-" in link})
        possible.append(sure[-1] | {pair(link, "?") for link in gold.split() if "?" in link})
    report(package.version, found, sure, possible)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def pair(link: str, sign: str) -> tuple[int, int]:
    i, _, j = link.partition(sign)
    return int(i), int(j)


def align(model: ctranslate2.Translator, tokeniser: object, source: list[str], target: list[str], shift: int) -> Links:
    (pieces,), (wanted,) = tokeniser.encode([" ".join(source)]), tokeniser.encode([" ".join(target)])  # type: ignore[attr-defined]
    result = model.translate_batch(
        [pieces],
        target_prefix=[wanted],
        beam_size=1,
        return_attention=True,
        return_end_token=True,
        max_decoding_length=len(wanted) + shift,
    )[0]
    weights = np.array(result.attention[0][shift : len(wanted) + shift])
    owners = word_of_piece(pieces, source), word_of_piece(wanted, target)
    return {
        (owners[0][int(row.argmax())], owners[1][j])
        for j, row in enumerate(weights)
        if row.sum() >= 0.5 and wanted[j] != "▁" and pieces[int(row.argmax())] != "▁"
    }


def word_of_piece(pieces: list[str], words: list[str]) -> list[int]:
    """The space-separated word that each piece belongs to: by counting characters, or spaces where some are lost."""
    text = "".join(pieces).replace("▁", " ").split(" ")
    if [word for word in text if word] != words:
        return [min(len(words), max(0, "".join(pieces[: k + 1]).count("▁") - 1)) for k in range(len(pieces))]
    ends = np.cumsum([len(word) for word in words])
    owner, reached = [], 0
    for piece in pieces:
        owner.append(int(np.searchsorted(ends, reached, "right")))
        reached += len(piece.replace("▁", ""))
    return [min(word, len(words) - 1) for word in owner]


def report(version: str, found: list[Links], sure: list[Links], possible: list[Links]) -> None:
    links, gold = sum(map(len, found)), sum(map(len, sure))
    in_sure = sum(len(a & s) for a, s in zip(found, sure, strict=True))
    in_possible = sum(len(a & p) for a, p in zip(found, possible, strict=True))
    rate = 1 - (in_sure + in_possible) / max(1, links + gold)
    print(f"version {version}: {len(found)} sentences, AER {100 * rate:.1f}")
    print(f"  precision {100 * in_possible / max(1, links):.1f}, recall {100 * in_sure / max(1, gold):.1f}")


if __name__ == "__main__":
    main()
