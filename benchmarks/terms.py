"""Does the glossary hold, and what does it cost?

    python benchmarks/terms.py [FILE.jsonl]… [--model M] [--limit N] [--examples N]

Each line of a FILE is an object with `fr`, `en` and `terms`, a list of objects with `src` and `tgt`
(and, if there, `cat`: person, org, country, city, region). A sentence's own terms are its glossary,
all `must`. Printed for each file, with the terms as given and with each source mapped to an invented
capitalised word (a test of WMT 2023): exact forms before and after, what is missing and flagged, chrF
and BLEU with and without, the count of each step with examples, the time of a whole run (word links
included, no memory) against one without a glossary.
Last come sentences without mentions, which must not change. Without arguments a small sample of its
own is used, too small for figures that mean anything.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluation.scores import score
from pipeline.evaluation.terminology import Term, score_terms
from pipeline.glossary import Entry, Glossary, Kind, Match, Policy
from pipeline.glossary.holding.enforcement import enforce
from pipeline.memory import Finished
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

KINDS = {"person": Kind.PERSON, "org": Kind.ORGANISATION, "country": Kind.PLACE, "city": Kind.PLACE}
SAMPLE = [
    ("Le maire de Francfort a visité Londres.", "The mayor of Frankfurt visited London.", ("Francfort", "Frankfurt")),
    ("La Tchéquie a voté contre le projet.", "Czechia voted against the plan.", ("Tchéquie", "Czechia")),
    ("Loukachenko est resté à Minsk.", "Lukashenko stayed in Minsk.", ("Loukachenko", "Lukashenko")),
    ("Les dirigeants de l'OTAN se réunissent lundi.", "NATO leaders meet on Monday.", ("OTAN", "NATO")),
]


@dataclass(frozen=True)
class Row:
    french: str
    english: str
    entries: tuple[Entry, ...]


class OwnTerms(Glossary):
    """Each sentence's own entries as its glossary; sentences must differ."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(())
        self.by_sentence = {row.french: Glossary(row.entries) for row in rows}
        for glossary in self.by_sentence.values():
            glossary.find("")  # compiled outside the clock: a run has one glossary, not one a sentence

    def find(self, sentence: str) -> tuple[Match, ...]:
        return self.by_sentence[sentence].find(sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--limit", type=int, help="only the first N sentences of each file")
    parser.add_argument("--examples", type=int, default=5, help="before and after, for each step")
    options = parser.parse_args()
    session = Session(Recipe(model=options.model, glossaries=()))
    for path in options.files or [None]:
        rows = read(path)[: options.limit]
        for name, chosen in (("as given", rows), ("random words", invented(rows))):
            print(f"\n== {path.name if path else 'own sample'}, {name}: {len(chosen)} sentences")
            measure(session, chosen, options.examples)
    untouched(session)


def read(path: Path | None) -> list[Row]:
    if path is None:
        return [
            Row(french, english, (Entry(source, (target,), Kind.PLACE),))
            for french, english, (source, target) in SAMPLE
        ]
    rows = []
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            item = json.loads(line)
            entries = tuple(
                Entry(term["src"], (term["tgt"],), KINDS.get(term.get("cat"), Kind.TERM), Policy.MUST)
                for term in item["terms"]
            )
            rows.append(Row(item["fr"], item["en"], entries))
    return rows


def invented(rows: Sequence[Row]) -> list[Row]:
    """The same rows with a pronounceable word that does not exist for each source."""
    rng = random.Random(20230911)
    words: dict[str, str] = {}

    def word(source: str) -> str:
        if source not in words:
            syllables = "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 3)))
            words[source] = (syllables + rng.choice(["", "n", "r", "s", "l"])).capitalize()
        return words[source]

    return [
        Row(row.french, row.english, tuple(Entry(e.source, (word(e.source),), e.kind, e.policy) for e in row.entries))
        for row in rows
    ]


def measure(session: Session, rows: Sequence[Row], examples: int) -> None:
    rows = list({row.french: row for row in rows}.values())
    sources = [row.french for row in rows]
    glossary = OwnTerms(rows)
    list(session.translate(sources[:50], glossary=Glossary(())))  # warm up
    started = time.perf_counter()
    plain = list(session.translate(sources, glossary=Glossary(())))
    plain_seconds = time.perf_counter() - started
    started = time.perf_counter()
    held = list(session.translate(sources, glossary=glossary))
    seconds = time.perf_counter() - started

    matches = [glossary.find(source) for source in sources]
    before, after = [finished.target for finished in plain], [finished.target for finished in held]
    terms = [terms_found(found) for found in matches]
    references = [row.english for row in rows]
    for name, texts in (("plain", before), ("glossary", after)):
        scores = score_terms(terms, texts, references)
        metrics = {item.metric: item.value for item in score(texts, references)}
        print(
            f"{name:9} exact {scores.exact or 0:.2%} of {scores.terms}, window-2 {shown(scores.window_2)}, "
            f"1-TERm {shown(scores.one_minus_term)}, consistency {shown(scores.consistency)}, "
            f"chrF {metrics['chrF2']:.2f}, BLEU {metrics['BLEU']:.2f}"
        )
    mentions = [mention for result in held for mention in result.mentions]
    flags = Counter(flag.code for result in held for flag in result.flags)
    steps = Counter(mention.step for mention in mentions)
    unfound = sum(len(row.entries) for row in rows) - sum(map(len, terms))
    print(f"mentions {len(mentions)}, terms not found in their source {unfound}, steps {dict(steps.most_common())}")
    print(f"missing without a flag {steps['missing'] - flags['term-missing']}, flags {dict(flags)}")
    print(f"time {seconds:.1f} s against {plain_seconds:.1f} s plain: {seconds / plain_seconds:.2f}×")
    show(sources, before, held, [step for step in steps if step not in ("plain",)], examples)


def shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def terms_found(matches: Sequence[Match]) -> list[Term]:
    return list(dict.fromkeys(Term(match.entry.source, match.renderings) for match in matches))


def show(
    sources: Sequence[str], before: Sequence[str], held: Sequence[Finished], steps: Sequence[str], examples: int
) -> None:
    for step in steps:
        chosen = [index for index, result in enumerate(held) if any(m.step == step for m in result.mentions)]
        for index in random.Random(1).sample(chosen, min(examples, len(chosen))):
            result = held[index]
            terms = ", ".join(f"{m.term} → {m.rendering} ({m.step})" for m in result.mentions)
            codes = " ".join(flag.code for flag in result.flags)
            print(f"\n[{step}] {terms} {codes}\n  fr     {sources[index]}")
            print(f"  before {before[index]}\n  after  {result.target}")


def untouched(session: Session) -> None:
    """Sentences that mention nothing come out byte for byte as without a glossary."""
    glossary = Glossary.default()
    sentences = [sentence for sentence, _, _ in SAMPLE] + [
        "Il pleut depuis trois jours.",
        "Nous avons vu deux films au cinéma.",
        "La réunion a été reportée à la semaine prochaine.",
    ]
    matches = [glossary.find(sentence) for sentence in sentences]
    plain = session.engine.translate(sentences)
    held = enforce(session.engine, sentences, matches, plain)
    changed = [
        sentence
        for sentence, found, one, other in zip(sentences, matches, plain, held, strict=True)
        if not found and one.best.text != other.text
    ]
    print(f"\n== sentences without mentions: {sum(not found for found in matches)}, changed {len(changed)}")


if __name__ == "__main__":
    main()
