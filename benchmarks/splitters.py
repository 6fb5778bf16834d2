"""Compare sentence splitters: the case suites and running text with gold, boundary F1 and speed.

    python benchmarks/splitters.py [--text FILE --gold FILE] [--cases FILE] [--language fr|en]

The text holds one paragraph a line; the gold the same characters, one sentence a line. Scored are the
boundaries inside paragraphs: the end of a paragraph is given, so it counts for nobody. Every
splitter gets one paragraph at a time and is scored on characters other than white space, which some
of them change; in the suite, rivals that know no hard-wrapped lines get them joined. Needs the extra `benchmark`.
"""

from __future__ import annotations

import argparse
import csv
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.segmentation import split_sentences

Splitter = Callable[[str], list[str]]
HERE = Path(__file__).parent
SUITES = HERE.parent / "tests" / "cases"
ESCAPES = {"\\r": "\r", "\\n": "\n", "\\u00a0": "\u00a0", "\\u202f": "\u202f", "\\\\": "\\"}
NAMES = {"fr": "french", "en": "english"}
REPEATED_CHARACTERS = 400_000  # speed is taken on the text repeated to this length


def splitters(language: str) -> dict[str, Splitter]:
    """The splitters by name, ours first."""
    import pysbd
    from nltk.tokenize.punkt import PunktSentenceTokenizer
    from sentence_splitter import SentenceSplitter

    warnings.filterwarnings("ignore", module="pysbd")
    return {
        "bitexte": lambda text: [sentence.span.of(text) for sentence in split_sentences(text, language)],
        "sentence-splitter": SentenceSplitter(language=language).split,
        "pysbd": pysbd.Segmenter(language=language, clean=False).segment,
        "punkt (untrained)": PunktSentenceTokenizer().tokenize,
    }


def by_lines(split: Splitter) -> Splitter:
    """A splitter that is given one line at a time."""
    return lambda text: [sentence for line in text.split("\n") if line.strip() for sentence in split(line)]


def by_blocks(split: Splitter) -> Splitter:
    """A splitter that is given blocks between blank lines, with spaces for their line ends."""
    return lambda text: [s for block in text.split("\n\n") if block.strip() for s in split(" ".join(block.split()))]


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def boundaries(sentences: Iterable[str]) -> set[int]:
    """Where sentences end, counted in characters other than white space; not the last, which is given."""
    ends, position = [], 0
    for sentence in sentences:
        position += len(squeezed(sentence))
        ends.append(position)
    return set(ends[:-1])


def paragraphs(text: Path, gold: Path) -> list[tuple[str, list[str]]]:
    """Each paragraph of the text with its gold sentences."""
    left = [line for line in gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    left.reverse()
    pairs = []
    for paragraph in text.read_text(encoding="utf-8").split("\n"):
        length, sentences = len(squeezed(paragraph)), []
        while length > 0:
            if not left:
                raise SystemExit(f"{gold}: ends before {text}")
            sentences.append(left.pop())
            length -= len(squeezed(sentences[-1]))
        if length < 0:
            raise SystemExit(f"{gold}: a sentence crosses the end of a paragraph: {sentences[-1]}")
        if sentences:
            pairs.append((paragraph, sentences))
    return pairs


def score(split: Splitter, pairs: list[tuple[str, list[str]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the boundaries, in per cent."""
    right = found = wanted = 0
    for paragraph, sentences in pairs:
        ours, gold = boundaries(split(paragraph)), boundaries(sentences)
        right, found, wanted = right + len(ours & gold), found + len(ours), wanted + len(gold)
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)


def speed(split: Splitter, pairs: list[tuple[str, list[str]]]) -> float:
    """Megabytes of UTF-8 a second, one paragraph at a time, on one core."""
    texts = [paragraph for paragraph, _ in pairs]
    texts *= max(1, REPEATED_CHARACTERS // sum(map(len, texts)))
    split(texts[0])
    start = time.process_time()
    for text in texts:
        split(text)
    return sum(len(text.encode()) for text in texts) / (time.process_time() - start) / 1e6


def passed(split: Splitter, joining: Splitter, cases: Path) -> tuple[int, int]:
    """How many cases a splitter gets right, and how many there are.

    A line end is a boundary but in cases with the option `join`, which `joining` splits.
    """
    right = total = 0
    with cases.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked = row["text"]
            for escape, character in ESCAPES.items():
                marked = marked.replace(escape, character)
            text = marked.replace("|", "")
            found = [squeezed(sentence) for sentence in (joining if row["options"] == "join" else split)(text)]
            right += [sentence for sentence in found if sentence] == [squeezed(part) for part in marked.split("|")]
            total += 1
    return right, total


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--language", choices=sorted(NAMES), default="fr")
    parser.add_argument("--text", type=Path, help="running text, one paragraph a line")
    parser.add_argument("--gold", type=Path, help="the same text, one sentence a line")
    parser.add_argument("--cases", type=Path, help="a suite like tests/cases/french_sentences.tsv")
    options = parser.parse_args()
    if (options.text is None) != (options.gold is None):
        parser.error("--text and --gold go together")
    sample = HERE / "data" / f"{NAMES[options.language]}_running.txt"
    text, gold = (options.text, options.gold) if options.text else (sample, sample.with_suffix(".gold"))
    cases = options.cases or SUITES / f"{NAMES[options.language]}_sentences.tsv"
    pairs = paragraphs(text, gold)
    print(f"text: {text.name}, {sum(len(sentences) for _, sentences in pairs)} sentences; suite: {cases.name}")
    print(f"{'splitter':18} {'P':>6} {'R':>6} {'F1':>6} {'MB/s':>7}   suite")

    def joined(text: str) -> list[str]:
        return [s.span.of(text) for s in split_sentences(text, options.language, join_lines=True)]

    for name, split in splitters(options.language).items():
        precision, recall, f1 = score(split, pairs)
        joining = joined if name == "bitexte" else by_blocks(split)
        right, total = passed(by_lines(split), joining, cases)
        print(
            f"{name:18} {precision:6.2f} {recall:6.2f} {f1:6.2f} {speed(split, pairs):7.2f}   "
            f"{right}/{total} ({100 * right / total:.1f} %)"
        )


if __name__ == "__main__":
    main()
