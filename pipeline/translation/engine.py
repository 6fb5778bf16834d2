"""The translation engine: sentences in, hypotheses out, in order, on every core, in bounded memory.

Argos Translate's own loop decodes one paragraph a call in batches of 32 tokens and joins a paragraph's
sentences before it detokenises. Here sentences stay apart: a window of them is sorted by length, cut
into batches of thousands of tokens, queued on CTranslate2's workers, and put back in order.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.bitext import Span
from pipeline.errors import ModelError
from pipeline.segmentation import SPLITTER_VERSION, split_sentences
from pipeline.translation.clauses import cut
from pipeline.translation.decoding import BEAM_SIZE, LENGTH_PENALTY, Decoding
from pipeline.translation.diagnosis import problems
from pipeline.translation.fragments import chosen, forms, in_form
from pipeline.translation.hypothesis import Hypothesis, Translation, of_clauses, of_sentences
from pipeline.translation.package import Package
from pipeline.translation.tokenisation import Tokeniser, load_tokeniser, prepare
from pipeline.translation.typography import english_typography

BATCH_TOKENS = 2048
# Models with 512 position encodings fail beyond; only scoring and forced decoding ever get so far.
MOST_PIECES = 500
# A model of 512 positions that has seen few sentences over 170 pieces does better on two halves.
LONGEST_SOURCE = 160
_FIRST_WINDOW, _WINDOW_SENTENCES, _WINDOW_CHARACTERS = 8, 384, 64_000
_POLL_SECONDS = 0.002
_END, _UNKNOWN, _SPACE = "</s>", "<unk>", "\u2581"
# What is tried, in order, where the normal decoding loops, copies or runs away.
_RETRIES: tuple[dict[str, Any], ...] = (
    {"no_repeat_ngram_size": 4},
    {"no_repeat_ngram_size": 3, "repetition_penalty": 1.2},
    {"beam_size": 1, "no_repeat_ngram_size": 3, "repetition_penalty": 1.3},
)


class Engine:
    """A loaded package. Safe to share between threads; results do not depend on how calls are batched."""

    def __init__(self, package: Package, *, beam_size: int = BEAM_SIZE, threads: int | None = None) -> None:
        """Load `package` on `threads` cores (all by default), one sentence batch per core at a time.

        The computation type is CTranslate2's choice: forcing one makes some Argos packages talk
        rubbish. Raises ModelError where the model cannot be loaded.
        """
        import ctranslate2

        self.package = package
        self.beam_size = beam_size
        self.threads = threads or available_cores()
        self._tokeniser: Tokeniser = load_tokeniser(package)
        try:
            self._translator = ctranslate2.Translator(
                str(package.path),
                device="cpu",
                inter_threads=self.threads,
                intra_threads=1,
                max_queued_batches=-1,
                files=package.model_files(),
            )
        except (RuntimeError, ValueError, LookupError, TypeError, OverflowError, MemoryError) as error:  # damaged files
            raise ModelError(f"{package.path}: CTranslate2 cannot load the model: {error}") from error

    @staticmethod
    def options_for(beam_size: int = BEAM_SIZE) -> str:
        """The decoding options that change results, for signatures and memory keys; needs no model."""
        return f"beam{beam_size}-lp{LENGTH_PENALTY}-cut{LONGEST_SOURCE}-fragments1-split{SPLITTER_VERSION}"

    def translate(
        self,
        sentences: Sequence[str],
        *,
        hypotheses: int = 1,
        beam_size: int | None = None,
        attention: bool = False,
        **decoding: Any,
    ) -> list[Translation]:
        """Translate `sentences`, one Translation each, in order.

        A line of several sentences is decoded sentence by sentence. hypotheses: how many to return for each
        (the beam is widened to hold them). decoding: further options of CTranslate2's `translate_batch`,
        such as `suppress_sequences`; with any, a line is taken as one sentence, and nothing is tried twice.
        """
        how = Decoding(beam_size or self.beam_size, hypotheses, attention, plain=not decoding, further=decoding)
        return list(self._stream(sentences, how, _WINDOW_SENTENCES))

    def stream(
        self, sentences: Iterable[str], *, hypotheses: int = 1, attention: bool = False
    ) -> Iterator[Translation]:
        """Translate an endless supply of sentences; two windows of a few hundred are in memory at a time.

        Asking for all the hypotheses of the beam changes neither the first one nor the cost; the attention
        costs a tenth more.
        """
        return self._stream(sentences, Decoding(self.beam_size, hypotheses, attention, plain=True))

    def continue_from(self, pairs: Sequence[tuple[str, str]], **decoding: Any) -> list[Hypothesis]:
        """The best translation of each `(sentence, English beginning)` that begins so.

        The beginning is taken as it is written, typography included; a source that is too long for
        one decoding is cut short at the model's limit.
        """
        if not pairs:
            return []
        sources = self._first_pieces([prepare(source) for source, _ in pairs])
        prefixes = self._first_pieces([prefix for _, prefix in pairs])
        results = self._queue(sources, Decoding(self.beam_size, further=decoding), prefixes)
        return [
            self._hypotheses(_wait(result), prepare(source))[0]
            for (source, _), result in zip(pairs, results, strict=True)
        ]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Mean natural log-probability per piece of each `(sentence, English)` pair, end sign included."""
        scored = self.score_pieces(pairs)
        return [sum(value for _, value in pieces) / max(1, len(pieces)) for pieces in scored]

    def score_pieces(self, pairs: Sequence[tuple[str, str]]) -> list[list[tuple[str, float]]]:
        """The pieces of each pair's English with their natural log-probabilities, the end sign last.

        Of either side only the first 500 pieces count.
        """
        if not pairs:
            return []
        sources = self._first_pieces([prepare(source) for source, _ in pairs])
        targets = self._first_pieces([target for _, target in pairs])
        prefix = self._target_prefix()
        pending: dict[int, Any] = {}
        for indexes in _alike([(len(source), len(target)) for source, target in zip(sources, targets, strict=True)]):
            queued = self._translator.score_batch(
                [sources[index] for index in indexes],
                [prefix + targets[index] for index in indexes],
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                asynchronous=True,
            )
            pending.update(zip(indexes, queued, strict=True))
        results = [_wait(pending[index]) for index in range(len(pairs))]
        return [list(zip(result.tokens, result.log_probs, strict=True))[len(prefix) :] for result in results]

    def _first_pieces(self, texts: Sequence[str]) -> list[list[str]]:
        return [pieces[:MOST_PIECES] for pieces in self._tokeniser.encode(texts)]

    def pieces(self, sentence: str) -> list[str]:
        """The pieces that the model sees of `sentence`."""
        return self._tokeniser.encode([prepare(sentence)])[0]

    @property
    def compute_type(self) -> str:
        """The computation type that CTranslate2 chose for this machine, such as `int8_float32`."""
        return str(self._translator.compute_type)

    # -- decoding ---------------------------------------------------------------------------------

    def _target_prefix(self) -> list[str]:
        return [self.package.target_prefix] if self.package.target_prefix else []

    def _stream(self, sentences: Iterable[str], how: Decoding, first: int = _FIRST_WINDOW) -> Iterator[Translation]:
        """Keep one window queued on the workers while the one before it is collected.

        first: sentences in the first window; each further one may be twice as long.
        """
        waiting: _Window | None = None
        for window in _windows(sentences, first):
            queued = self._submit(window, how)
            if waiting is not None:
                yield from self._collect(waiting, how)
            waiting = queued
        if waiting is not None:
            yield from self._collect(waiting, how)

    def _submit(self, lines: list[str], how: Decoding) -> _Window:
        spans = [self._sentences(line) if how.plain else [Span(0, len(line))] for line in lines]
        prepared = [[prepare(span.of(line)) for span in found] for line, found in zip(lines, spans, strict=True)]
        known = self._encoded({sentence for line in prepared for sentence in line if sentence})
        clauses = {
            sentence: cut(sentence, LONGEST_SOURCE, self._count) if len(pieces) > LONGEST_SOURCE else [sentence]
            for sentence, pieces in known.items()
        }
        known |= self._encoded({clause for parts in clauses.values() for clause in parts} - known.keys())
        plan = [
            [(span, clauses.get(sentence, [])) for span, sentence in zip(found, line, strict=True)]
            for found, line in zip(spans, prepared, strict=True)
        ]
        needed = sorted(
            {clause for line in plan for _, parts in line for clause in parts},
            key=lambda clause: (-len(known[clause]), clause),
        )
        lengths = [len(known[clause]) for clause in needed]
        return _Window(lines, plan, needed, lengths, self._queue([known[clause] for clause in needed], how))

    def _sentences(self, line: str) -> list[Span]:
        """The sentences of a line; a model that has learnt from single ones loses one of two."""
        found = [] if self._is_marked(line) else split_sentences(line, join_lines=True)
        return [sentence.span for sentence in found] if len(found) > 1 else [Span(0, len(line))]

    def _is_marked(self, text: str) -> bool:
        return any(mark in text for mark in self.package.term_marks or ())

    def _encoded(self, sentences: Iterable[str]) -> dict[str, list[str]]:
        ordered = sorted(sentences)
        return dict(zip(ordered, self._tokeniser.encode(ordered), strict=True))

    def _count(self, text: str) -> int:
        return len(self._tokeniser.encode([text])[0])

    def _queue(
        self, pieces: Sequence[list[str]], how: Decoding, prefixes: Sequence[list[str]] | None = None
    ) -> list[Any]:
        """Pending results, in order. Only what is equally long shares a batch.

        Padding would change the last digits of a score, and once in many thousand sentences a word, with
        the company a sentence happens to be in.
        """
        first, options = self._target_prefix(), how.options(self.package)
        begun = [first + prefix for prefix in prefixes] if prefixes is not None else [first] * len(pieces)
        pending: dict[int, Any] = {}
        for indexes in _alike([(len(source), len(prefix)) for source, prefix in zip(pieces, begun, strict=True)]):
            batch = [pieces[index] for index in indexes]
            queued = self._translator.translate_batch(
                batch,
                target_prefix=[begun[index] for index in indexes] if begun[indexes[0]] else None,
                max_batch_size=self._batch_tokens(batch),
                asynchronous=True,
                **options,
            )
            pending.update(zip(indexes, queued, strict=True))
        return [pending[index] for index in range(len(pieces))]

    def _batch_tokens(self, pieces: Sequence[Sequence[str]]) -> int:
        """The batch size, in tokens: small enough that an article's few sentences still occupy every core."""
        share = sum(map(len, pieces)) // (2 * self.threads)
        return max(BATCH_TOKENS // 8, min(BATCH_TOKENS, share))

    def _collect(self, window: _Window, how: Decoding) -> Iterator[Translation]:
        decoded: dict[str, Translation] = {}
        for clause, result in zip(window.needed, window.results, strict=True):
            found = self._hypotheses(_wait(result), clause)
            decoded[clause] = Translation(found, problems(clause, found[0].text))
        if how.plain:
            self._decode_fragments(decoded, how)
            self._retry(decoded, how)
        lengths = dict(zip(window.needed, window.lengths, strict=True))
        for line, plan in zip(window.lines, window.plan, strict=True):
            sentences = [
                (
                    span,
                    of_clauses(
                        [decoded[clause] for clause in parts], [lengths[clause] for clause in parts], how.hypotheses
                    ),
                )
                for span, parts in plan
            ]
            yield of_sentences(line, sentences, [sum(lengths[clause] for clause in parts) for _, parts in plan])

    def _decode_fragments(self, decoded: dict[str, Translation], how: Decoding) -> None:
        """Headings and one-word lines are decoded in other forms too; the best of them stands first."""
        wanted = [(part, form) for part in decoded if not self._is_marked(part) for form in forms(part)]
        if not wanted:
            return
        results = self._queue(self._tokeniser.encode([form.text for _, form in wanted]), how.again({}))
        others: dict[str, list[Hypothesis]] = {}
        for (part, form), result in zip(wanted, results, strict=True):
            (hypothesis,) = self._hypotheses(_wait(result), form.text)
            others.setdefault(part, []).append(in_form(hypothesis, part, form))
        for part, made in others.items():
            best, *rest = decoded[part].hypotheses
            stands = chosen(part, best, made)
            decoded[part] = Translation((stands, *rest), problems(part, stands.text))

    def _retry(self, decoded: dict[str, Translation], how: Decoding) -> None:
        """Decode what went wrong again with other settings; keep the first sane result, or the first one."""
        for settings in _RETRIES:
            bad = [part for part, translation in decoded.items() if translation.problems]
            if not bad:
                return
            results = self._queue(self._tokeniser.encode(bad), how.again(settings))
            for part, result in zip(bad, results, strict=True):
                (hypothesis,) = self._hypotheses(_wait(result), part)
                left = problems(part, hypothesis.text)
                if len(left) < len(decoded[part].problems):
                    others = decoded[part].hypotheses[1:]
                    decoded[part] = Translation((hypothesis, *others), left)

    def _hypotheses(self, result: Any, source: str) -> tuple[Hypothesis, ...]:
        """All that was decoded. Each attribute of the result is read once: reading copies all hypotheses."""
        scores, attention = result.scores, result.attention
        return tuple(
            self._hypothesis(
                pieces,
                scores[rank],
                attention[0][self.package.alignment_shift :] if attention and not rank else (),
                source,
            )
            for rank, pieces in enumerate(result.hypotheses)
        )

    def _hypothesis(
        self, decoded: Sequence[str], score: float, rows: Sequence[Sequence[float]], source: str
    ) -> Hypothesis:
        pieces = tuple(decoded)
        if pieces and pieces[-1] == _END:
            pieces = pieces[:-1]
        prefix = self._target_prefix()
        shown = pieces[len(prefix) :] if list(pieces[: len(prefix)]) == prefix else pieces
        length = len(pieces) + 1
        if _UNKNOWN in shown:
            shown = self._with_unknowns(shown, source)
        return Hypothesis(
            text=english_typography(self._tokeniser.decode([piece for piece in shown if piece]), source),
            score=score * length**LENGTH_PENALTY / length,
            pieces=shown,
            attention=tuple(tuple(row) for row in rows[len(pieces) - len(shown) : len(pieces)]),
        )

    def _with_unknowns(self, pieces: tuple[str, ...], source: str) -> tuple[str, ...]:
        """The pieces with those that the vocabulary lacks copied from the source, in its order; others are empty."""
        unknown = iter(self._tokeniser.unknown(self._tokeniser.encode([source])[0]))
        filled: list[str] = []
        for piece, before in zip(pieces, ("", *pieces), strict=False):
            copied = next(unknown, "") if piece == _UNKNOWN else piece
            # The space before it is a piece of its own, which the model says once for two such words.
            filled.append(copied if before == _UNKNOWN or piece != _UNKNOWN else copied.removeprefix(_SPACE))
        return tuple(filled)


@dataclass(frozen=True, slots=True)
class _Window:
    """Lines on their way: the sentences of each with the clauses they are decoded in, and the queued decodings.

    lengths: of the needed clauses, in pieces.
    """

    lines: list[str]
    plan: list[list[tuple[Span, list[str]]]]
    needed: list[str]
    lengths: list[int]
    results: list[Any]


def available_cores() -> int:
    """How many cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def _windows(sentences: Iterable[str], first: int) -> Iterator[list[str]]:
    """Runs of sentences of bounded number and length; one overlong sentence makes a window of its own.

    The first ones may be short, so that the first results come soon.
    """
    window: list[str] = []
    size, most = 0, first
    for sentence in sentences:
        if window and (len(window) >= most or size + len(sentence) > _WINDOW_CHARACTERS):
            yield window
            window, size, most = [], 0, min(2 * most, _WINDOW_SENTENCES)
        window.append(sentence)
        size += len(sentence)
    if window:
        yield window


def _alike(lengths: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The indexes of equal lengths together, the longest first."""
    groups: dict[tuple[int, int], list[int]] = {}
    for index, length in enumerate(lengths):
        groups.setdefault(length, []).append(index)
    return [groups[length] for length in sorted(groups, reverse=True)]


def _wait(pending: Any) -> Any:
    """The result of a queued decoding. Waiting in steps lets Ctrl-C through, which a blocking wait does not."""
    while not pending.done():
        time.sleep(_POLL_SECONDS)
    try:
        return pending.result()
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"CTranslate2 failed: {error}") from error
