"""The first use: a French document becomes a bitext."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.alignment.codes import place_all
from pipeline.bitext import (
    Bitext,
    Code,
    Document,
    Flag,
    Origin,
    Review,
    Severity,
    Signature,
    Span,
    Unit,
    fixed_spans,
    unit_identifier,
)
from pipeline.documents.registry import read_source
from pipeline.formats.reading import Source, decode_document
from pipeline.glossary.finding.glossary import Glossary
from pipeline.memory import Finished
from pipeline.quality.check import COPIED
from pipeline.quality.registry import run_checks
from pipeline.review.similar import can_be_found, flag_similar
from pipeline.segmentation.codes import codes_of_sentences
from pipeline.text.characters import valid_text
from pipeline.text.code_blocks import code_blocks
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.segmenting import segment
from pipeline.workflow.session import Asked, Session


def translate(
    document: Document,
    session: Session,
    on_progress: Callable[[int], None] | None = None,
    *,
    glossary: Glossary | None = None,
    counts: Counter[str] | None = None,
) -> Bitext:
    """Translate a segmented document: one unit a sentence, in order, checked and flagged.

    glossary: what must hold in this document, the session's by default. counts: as for `Session.translate`.
    Where people approved something similar, a note shows it.
    """
    work = Work.of(document, session.glossary if glossary is None else glossary)
    if work.code and on_progress is not None:
        on_progress(len(work.code))
    made = session.translate(work.prose, on_progress, glossary=work.wider, fixed=work.fixed, counts=counts)
    checked = run_checks(work.bitext(made, session.signature_with(work.glossary)))
    approved = session.approved
    return flag_similar(checked, approved) if approved and can_be_found() else checked


@dataclass(frozen=True, slots=True)
class Work:
    """What translating a segmented document asks for, and how the answers become its bitext.

    prose: the segments to translate, in order; those in `code` (by index) are copied. fixed: by source, the spans of it
    that are carried as they are. wider: the glossary to use, with the surnames of the people that the document names:
    after `Kim Jong Un`, a `Kim` alone is the same man.
    """

    document: Document
    glossary: Glossary
    wider: Glossary
    prose: list[str]
    code: frozenset[int]
    codes: Sequence[tuple[Code, ...]]
    fixed: dict[str, tuple[Span, ...]]

    @classmethod
    def of(cls, document: Document, glossary: Glossary) -> Work:
        """The work of a document in which this glossary holds."""
        segments = document.segments()
        code = frozenset(_code(document))
        prose = [text for index, text in enumerate(segments) if index not in code]
        codes = codes_of_sentences(document) if document.codes else [()] * len(segments)
        fixed = {text: spans for text, found in zip(segments, codes, strict=True) if (spans := fixed_spans(found))}
        return cls(document, glossary, glossary.with_surnames(prose), prose, code, codes, fixed)

    def asked(self) -> list[Asked]:
        """The prose as a session takes it, one for one."""
        return [Asked(text, self.wider, self.fixed.get(text, ())) for text in self.prose]

    def bitext(self, made: Iterable[Finished], signature: Signature) -> Bitext:
        """The bitext, formatting placed, not checked yet. made: the finished prose, in order."""
        answers = iter(made)
        units = []
        for index, (sentence, text) in enumerate(zip(self.document.sentences, self.document.segments(), strict=True)):
            result = _copied(text) if index in self.code else next(answers)
            units.append(
                Unit(
                    id=unit_identifier(index),
                    source=text,
                    target=result.target,
                    paragraph=sentence.paragraph,
                    source_span=sentence.span,
                    origin=result.origin,
                    score=result.score,
                    mentions=result.mentions,
                    flags=result.flags,
                    links=result.links,
                    review=Review.APPROVED if result.origin is Origin.HUMAN else Review.NONE,
                    source_codes=self.codes[index],
                )
            )
        return place_all(
            Bitext(
                name=self.document.name,
                units=tuple(units),
                metadata=self.document.metadata,
                signature=signature,
                document=self.document,
            )
        )


def _code(document: Document) -> Iterator[int]:
    """The indices of the sentences that stand in blocks of code."""
    blocks = deque(code_blocks(document.text))
    for index, sentence in enumerate(document.sentences):
        while blocks and blocks[0].end <= sentence.span.start:
            blocks.popleft()
        if blocks and blocks[0].start <= sentence.span.start:
            yield index


def _copied(text: str) -> Finished:
    return Finished(text, None, flags=(Flag(COPIED, Severity.NOTE, "code, copied as it is"),))


def translate_document(
    path: Path | str,
    *,
    model: str | None = None,
    glossaries: Iterable[Path | str] | None = None,
    memory: Path | str | None = None,
) -> Bitext:
    """Translate one French document, in any format of `pipeline.documents`.

    model: a path, a package name or None for the default. glossaries: files, None for those that come
    with bitexte, () for none. memory: a SQLite file of finished segments to reuse and extend.
    Raises InputError, GlossaryError, ModelError or OutputError.
    """
    return _translated(read_source(Path(path))[0], model, glossaries, memory)


def translate_text(
    text: str,
    *,
    name: str = "text",
    model: str | None = None,
    glossaries: Iterable[Path | str] | None = None,
    memory: Path | str | None = None,
) -> Bitext:
    """Translate a string of French; otherwise as `translate_document`. A lone surrogate becomes U+FFFD."""
    return _translated(decode_document(valid_text(text).encode(), name), model, glossaries, memory)


def translate_lines(
    lines: Iterable[str], session: Session, on_progress: Callable[[int], None] | None = None
) -> Iterator[Unit]:
    """One unit a line, in order and in constant memory; an empty line gives an empty unit.

    The units carry the flags of translation and glossary; `check_unit` adds those of the checks.
    """
    lines = (line.rstrip("\r\n") for line in lines)
    sources: deque[str] = deque()

    def remembered() -> Iterator[str]:
        for line in lines:
            sources.append(line)
            yield line

    for index, result in enumerate(session.translate(remembered(), on_progress)):
        yield Unit(
            id=unit_identifier(index),
            source=sources.popleft(),
            target=result.target,
            paragraph=index,
            origin=result.origin,
            score=result.score,
            mentions=result.mentions,
            flags=result.flags,
        )


def _translated(
    source: Source, model: str | None, glossaries: Iterable[Path | str] | None, memory: Path | str | None
) -> Bitext:
    recipe = Recipe(
        model=model,
        glossaries=None if glossaries is None else tuple(Path(path) for path in glossaries),
        memory=None if memory is None else Path(memory),
    )
    session = Session(recipe)
    try:
        return translate(segment(source), session)
    finally:
        session.close()
