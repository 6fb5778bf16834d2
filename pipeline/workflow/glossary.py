"""What people do with glossaries beside translating: convert, draft, audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.bitext import Unit
from pipeline.documents.registry import read_source
from pipeline.formats.bitext_reading import read_bitexts
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.naming.suggestion import draft, suggest
from pipeline.workflow.report import term_audit
from pipeline.workflow.segmenting import segment
from pipeline.workflow.session import Session


@dataclass(slots=True)
class Audited:
    """What became of an entry's mentions over several documents: counts by step, and where it was missed."""

    term: str
    policy: str
    mentions: int = 0
    steps: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missed: list[str] = field(default_factory=list)


def audit_files(paths: Iterable[Path]) -> list[Audited]:
    """The audit of results written by `translate` (.jsonl or .tmx), by falling number of mentions, then by term.

    Raises InputError or FormatError.
    """
    entries: dict[tuple[str, str], Audited] = {}
    for path in paths:
        for bitext in read_bitexts(path):
            for row in term_audit(bitext):
                entry = entries.setdefault((row.term, row.policy), Audited(row.term, row.policy))
                entry.mentions += row.mentions
                for step, count in row.steps.items():
                    entry.steps[step] += count
                entry.missed += [f"{bitext.name}:{identifier}" for identifier in row.missed]
    return sorted(entries.values(), key=lambda entry: (-entry.mentions, entry.term))


def extract_glossary(
    paths: Sequence[Path], *, minimum: int = 3, most: int = 500, on_progress: Callable[[int], None] | None = None
) -> list[Entry]:
    """Entries to edit, for the likeliest terms of aligned texts, best first; see `extract`.

    paths: what `corpus build` reads. Raises InputError or FormatError.
    """
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.glossary.naming.terms import draft as draft_terms
    from pipeline.glossary.naming.terms import extract

    sources = find_sources(paths)

    def read() -> Iterator[Unit]:
        return (entry.unit for entry in read_all(sources, on_progress))

    return draft_terms(extract(read, minimum=minimum, most=most))


def draft_glossary(
    sources: Sequence[Path], session: Session, *, minimum: int = 1, on_progress: Callable[[int], None] | None = None
) -> list[Entry]:
    """Entries to edit, for the names in `sources` that the session's glossary lacks, most frequent first.

    Each is drafted with the rendering that the model gives it most often; counts and an example are in
    the notes. minimum: how often a name must stand. Raises as `translate_document` does.
    """
    sentences = [text for path in sources for text in segment(read_source(path)[0]).segments()]
    translations = [finished.target for finished in session.translate(sentences, on_progress)]
    return draft(suggest(sentences, translations, session.glossary, session.engine, minimum=minimum))
