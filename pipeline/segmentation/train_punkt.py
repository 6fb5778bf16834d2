"""Learn the statistical half of the splitter from raw text: Punkt's abbreviations and starters.

    zstd -dc corpora/*.tsv.zst | python -m pipeline.segmentation.train_punkt --language fr --column 1

reads lines from standard input and replaces `punkt-fr.json` beside this module. NLTK is needed here
and nowhere else: the splitter reads the JSON.

What is kept of Punkt (Kiss and Strunk 2006, https://aclanthology.org/J06-4003): abbreviation types and
frequent sentence starters. Its orthographic context is kept as a list of common words: those that
stand in lower case inside sentences and begin sentences too, so that a capital on one of them
speaks for a boundary. Its collocations are left out: nearly all are `M.` and a surname.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.languages.french import ELIDED
from pipeline.segmentation.evidence import parameter_file

_ELISION = re.compile(rf"\b(?:{'|'.join(sorted(ELIDED))})['’](?=\w)", re.IGNORECASE)
_INSIDE = re.compile(r"(?:(?<=[\w,] )|(?<=[’']))[^\W\d_]+")
_BEGINNING = re.compile(r"(?:^|[.!?…] )([^\W\d_]+)", re.MULTILINE)
_DOTTED = re.compile(r"(?<![\w.])([^\W\d_][\w.-]*)\.(?=(\s+[^\W\d_A-ZÀ-ÖØ-ÞŒ]|\s*\d|,|;)|)")

LINES_A_BATCH = 50_000
# A common word: seen this often in lower case, this rarely with a capital inside a sentence.
LEAST_SEEN = 20
LEAST_BEGINNINGS = 2
MOST_CAPITALS = 0.05
# An abbreviation: seen this often with its stop, of which this share before something that cannot
# begin a sentence, or else hardly ever without its stop. Punkt alone also takes rare words that
# happen to end sentences.
LEAST_DOTTED = 10
LEAST_CONTINUED = 0.2
MOST_UNDOTTED = 0.02


def batches(lines: Iterable[str], column: int, every: int, *, split_elisions: bool) -> Iterator[str]:
    """Yield texts of `LINES_A_BATCH` lines: column `column` (from 1) of every `every`th line."""
    batch: list[str] = []
    for number, line in enumerate(lines):
        if number % every:
            continue
        cells = line.rstrip("\n").split("\t")
        if len(cells) < column:
            continue
        cell = cells[column - 1].replace("\u00a0", " ").replace("\u202f", " ")
        batch.append(_ELISION.sub(lambda match: match.group() + " ", cell) if split_elisions else cell)
        if len(batch) == LINES_A_BATCH:
            yield "\n".join(batch)
            batch = []
    if batch:
        yield "\n".join(batch)


def train(texts: Iterable[str], language: str) -> dict[str, object]:
    """The parameters learnt from `texts`, ready for JSON; lists are sorted, so equal texts give equal bytes."""
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()
    dotted: Counter[str] = Counter()
    continued: Counter[str] = Counter()
    lines = 0
    for text in texts:
        lines += text.count("\n") + 1
        trainer.train(text, finalize=False)
        for word in _INSIDE.findall(text):
            if word.islower():
                lower[word] += 1
            elif word[0].isupper():
                capital[word.lower()] += 1
        beginnings.update(word.lower() for word in _BEGINNING.findall(text) if word[0].isupper())
        for match in _DOTTED.finditer(text):
            dotted[match[1].lower()] += 1
            continued[match[1].lower()] += match[2] is not None
    trainer.finalize_training()
    punkt = trainer.get_params()
    common = {
        word
        for word, count in lower.items()
        if count >= LEAST_SEEN
        and beginnings[word] >= LEAST_BEGINNINGS
        and capital[word] <= MOST_CAPITALS * (count + capital[word])
    }
    return {
        "language": language,
        "lines": lines,
        "abbreviations": sorted(
            kind
            for kind in punkt.abbrev_types
            if dotted[kind] >= LEAST_DOTTED
            and (continued[kind] >= LEAST_CONTINUED * dotted[kind] or lower[kind] <= MOST_UNDOTTED * dotted[kind])
        ),
        "starters": sorted(word for word in punkt.sent_starters if lower[word] > capital[word]),
        "common": sorted(common),
    }


def dump(parameters: dict[str, object]) -> str:
    """JSON with the words of a list packed into lines, so that it reads and compares well."""
    rows = []
    for name, value in parameters.items():
        if isinstance(value, list):
            lines, line = [], ""
            for word in value:
                if line and len(line) + len(word) >= 116:
                    lines.append(line)
                    line = ""
                line += (" " if line else "") + word
            lines += [line] if line else []
            rows.append(f'"{name}": [\n' + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]")
        else:
            rows.append(f'"{name}": {json.dumps(value)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> None:
    """Read standard input, write the parameter file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--language", choices=("fr", "en"), required=True)
    parser.add_argument("--column", type=int, default=1, help="column of the tab-separated input, from 1")
    parser.add_argument("--every", type=int, default=1, help="take every Nth line")
    parser.add_argument("--output", type=Path, help="default: the file that the splitter reads")
    options = parser.parse_args()
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    texts = batches(sys.stdin, options.column, options.every, split_elisions=options.language == "fr")
    output: Path = options.output or parameter_file(options.language)
    written = output.with_suffix(".partial")
    written.write_text(dump(train(texts, options.language)), encoding="utf-8")
    written.replace(output)


if __name__ == "__main__":
    main()
