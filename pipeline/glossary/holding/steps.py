"""The steps that make a glossary hold, in the order in which they are tried.

A step looks at the sentences in which the steps before it left a mention unmet and proposes other
English versions of them; `enforcement` judges the proposals. To add a step, write its function and
name it in `STEPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.bitext import Span
from pipeline.glossary.entries.entry import Policy
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.articles import mend_indefinite, substitutions
from pipeline.glossary.holding.case import Case, Proposal
from pipeline.glossary.holding.location import Attended, after_neighbour, attend, locate, resembling, unattended
from pipeline.glossary.holding.placeholders import calibrated, restore, survive
from pipeline.languages.english import CAPITAL_BY_PLACE
from pipeline.languages.french import PREPOSITIONS
from pipeline.translation.attention import Attention, attention_of
from pipeline.translation.clauses import cut

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine
    from pipeline.translation.hypothesis import Translation

Proposals = list[list[Proposal]]
Hold = Callable[
    ["Engine", Sequence[str], Sequence[Sequence[Match]], Sequence["Translation"], Sequence["Step"]], list[str]
]
"""The whole enforcement, for a step that holds the glossary in parts: sentences, mentions, translations to texts."""
# Repairs are decoded with a narrow beam and no second try: a bad one is not taken, and the next step follows.
_REPAIR_BEAM = 2
_REPAIRING: dict[str, Any] = {"beam_size": _REPAIR_BEAM, "max_decoding_length": 192}
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 12, 40  # in pieces of the model


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the enforcement.

    propose: from the open cases, proposals for each; a step that holds the glossary in parts of a sentence has
    propose_by_parts in its place. ranked: whether the candidates come in the model's
    own order, so that only the first useful one needs scoring. fall: how much worse than the plain one the
    model may find a version. guess: whether the form's place is a guess that a person should look at, which is
    worth it for binding entries alone.
    """

    name: str
    propose: Callable[[Engine, Sequence[Case]], Proposals] | None
    propose_by_parts: Callable[[Engine, Sequence[Case], Hold], Proposals] | None = None
    ranked: bool = False
    fall: float = 0.5
    guess: bool = False


def other_hypotheses(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The further hypotheses of the plain decoding's beam; decoded again where the caller kept only the best."""
    alone = [case for case in cases if len(case.plain.hypotheses) == 1 and case.plain.parts]
    again = engine.translate([case.source for case in alone], hypotheses=engine.beam_size)
    beams = {id(case): translation.hypotheses for case, translation in zip(alone, again, strict=True)}
    return [
        [Proposal(other.text, other.score) for other in beams.get(id(case), case.plain.hypotheses)[1:]]
        for case in cases
    ]


def suppressed(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """For forms that are forbidden: the model's translation when it may not say them (arXiv 2310.05824)."""
    proposals: Proposals = [[] for _ in cases]
    for number, case in enumerate(cases):
        standing = [
            span.of(case.text)
            for match, span in zip(case.matches, case.answers, strict=True)
            if match.entry.policy is Policy.FORBID and span is not None
        ]
        if standing:
            sequences = [engine.pieces(form) for form in standing]
            again = engine.translate([case.source], suppress_sequences=[pieces for pieces in sequences if pieces])
            proposals[number] = [Proposal(translation.best.text) for translation in again]
    return proposals


def marked(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The source with the package's term marks: `⦃ Poutine ⇒ Putin ⦄`; nothing where it declares none."""
    if engine.package.term_marks is None:
        return [[] for _ in cases]
    write = _writer(engine)
    sources = [_rewritten(case, write) for case in cases]
    return _translated(engine, cases, sources)


def forced(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The translation up to where the wrong rendering starts, the right one, and what the model says from there."""
    proposals: Proposals = [[] for _ in cases]
    fit = [(number, case) for number, case in enumerate(cases) if case.plain.parts == 1]
    places = _places(engine, [case for _, case in fit])
    prefixes: list[tuple[int, str, str]] = []
    for (number, case), found in zip(fit, places, strict=True):
        if not found:
            continue
        index, span = min(found.items(), key=lambda item: item[1])
        match = case.matches[index]
        text, place = substitutions(case.text, span, match.rendering, match.entry.kind)[0]
        prefixes.append((number, case.source, text[: place.end]))
    keep = engine.package.alignment  # for the word links, which would cost another pass
    continued = engine.continue_from(
        [(source, prefix) for _, source, prefix in prefixes], return_attention=keep, **_REPAIRING
    )
    for (number, source, _), hypothesis in zip(prefixes, continued, strict=True):
        proposals[number].append(Proposal(hypothesis.text, attention=attention_of(engine, source, hypothesis)))
    return proposals


def respelt(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The right form written over a name that was copied or half translated, all else as it was.

    Where the model minds little, it would have gone on with the same words after the right form (`forced`),
    and scoring them costs a fifth of decoding.
    """
    proposals: Proposals = []
    for case in cases:
        text, found = case.text, _resembling(case)
        for index, span in sorted(found.items(), key=lambda item: item[1], reverse=True):
            form = case.matches[index].rendering
            written = text[: span.start] + form + text[span.end :]
            text, _ = mend_indefinite(written, Span(span.start, span.start + len(form)))
        proposals.append([Proposal(text)] if found else [])
    return proposals


def rendered_source(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The source with the English form in the place of the French one, for packages that know no term marks."""
    if engine.package.term_marks is not None:
        return [[] for _ in cases]
    sources = [_rewritten(case, lambda said, form: form) for case in cases]
    return _translated(engine, cases, sources)


def placeholder_in_source(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The source with an opaque word for each mention, which gives way to the rendering again.

    For packages that know no term marks, with the kind of placeholder that their model was found to copy.
    """
    write = calibrated(engine) if engine.package.term_marks is None and cases else None
    if write is None:
        return [[] for _ in cases]
    plans = [_with_placeholders(case, write) for case in cases]
    again = engine.translate([source for source, _, _ in plans], **_REPAIRING)
    proposals: Proposals = []
    for (_, placeholders, renderings), translation in zip(plans, again, strict=True):
        text = translation.best.text
        kept = bool(placeholders) and survive(text, placeholders)
        proposals.append([Proposal(restore(text, placeholders, renderings))] if kept else [])
    return proposals


def clause_by_clause(engine: Engine, cases: Sequence[Case], hold: Hold) -> Proposals:
    """The source cut into clauses, the glossary held in each of them alone, and joined.

    A model that loses the end of a long sentence does not lose its parts.
    """
    plan: list[list[Span]] = []
    for case in cases:
        limit = max(_SHORTEST_CLAUSE, min(_LONGEST_CLAUSE, len(engine.pieces(case.source)) // 2))
        spans = _spans(case.source, cut(case.source, limit, lambda text: len(engine.pieces(text))))
        within = all(any(part.start <= m.span.start and m.span.end <= part.end for part in spans) for m in case.matches)
        plan.append(spans if within and len(spans) > 1 else [])
    parts = [(case, part) for case, spans in zip(cases, plan, strict=True) for part in spans]
    sources = [part.of(case.source) for case, part in parts]
    matches = [
        [replace(match, span=match.span.shift(-part.start)) for match in case.matches if match.span.overlaps(part)]
        for case, part in parts
    ]
    translations = engine.translate(sources, hypotheses=_REPAIR_BEAM, **_REPAIRING)
    steps = tuple(step for step in STEPS if step.propose_by_parts is None)
    held = iter(hold(engine, sources, matches, translations, steps))
    proposals: Proposals = []
    for case, spans in zip(cases, plan, strict=True):
        said = [_as_clause(next(held), case.source, part) for part in spans]
        proposals.append([Proposal(" ".join(said))] if said else [])
    return proposals


def substituted(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """The right form written over the words that render the mention, articles made to fit."""
    proposals: Proposals = []
    for case, found in zip(cases, _places(engine, cases), strict=True):
        versions = [case.text]
        # From right to left, so that the spans still to come stay where they are.
        for index, span in sorted(found.items(), key=lambda item: item[1], reverse=True):
            match = case.matches[index]
            versions = [
                text
                for version in versions
                for text, _ in substitutions(version, span, match.rendering, match.entry.kind)
            ][:4]
        proposals.append([Proposal(version) for version in versions if version != case.text])
    return proposals


def inserted(engine: Engine, cases: Sequence[Case]) -> Proposals:
    """For a mention that the English has lost altogether: its form behind the words that come before it.

    Alone or with the preposition that stands before it in French; the rest as it was. What other words render is not
    lost.
    """
    proposals: Proposals = [[] for _ in cases]
    fit = [(number, case) for number, case in enumerate(cases) if case.plain.parts == 1 and _missing(case)]
    places = _places(engine, [case for _, case in fit])
    attention = _attended(engine, [case for _, case in fit])
    for (number, case), attended, found in zip(fit, attention, places, strict=True):
        lost = [case.matches[index] for index in _missing(case) if index not in found]
        if not lost:
            continue
        match = min(lost, key=lambda match: match.span)
        place = after_neighbour(attended, match)
        if place is not None:
            said = case.source[: match.span.start].split()[-1:]
            link = PREPOSITIONS.get(said[0].lower()) if said else None
            forms = [match.rendering, *([f"{link} {match.rendering}"] if link else ())]
            proposals[number] = [Proposal(f"{case.text[:place]} {form}{case.text[place:]}") for form in forms]
    return proposals


STEPS: tuple[Step, ...] = (
    Step("hypothesis", other_hypotheses, ranked=True),
    Step("suppressed", suppressed),
    Step("respelt", respelt, fall=0.1),
    Step("forced", forced),
    Step("marked", marked, ranked=True, fall=0.5),
    Step("rendered", rendered_source, ranked=True),
    Step("placeholder", placeholder_in_source, ranked=True),
    Step("clauses", None, clause_by_clause, ranked=True),
    Step("substituted", substituted),
    Step("inserted", inserted, guess=True),
)


def _writer(engine: Engine) -> Callable[[str, str], str]:
    """How to ask for a rendering in the source, given the French and the English form."""
    marks = engine.package.term_marks
    if marks is None:
        return lambda said, form: form
    opening, arrow, closing = marks
    return lambda said, form: f"{opening} {said} {arrow} {form} {closing}"


def _rewritten(case: Case, write: Callable[[str, str], str]) -> str:
    """The source with every mention to be held rewritten by `write(French, English)`."""
    source = case.source
    pairs = zip(case.matches, case.answers, strict=True)
    for match, answer in sorted(pairs, key=lambda pair: pair[0].span, reverse=True):
        policy = match.entry.policy
        if policy is Policy.FORBID or (policy is Policy.PREFER and answer is not None):
            continue
        form = match.rendering if answer is None else answer.of(case.text)
        source = source[: match.span.start] + write(match.span.of(case.source), form) + source[match.span.end :]
    return source


def _with_placeholders(case: Case, write: Callable[[int], str]) -> tuple[str, list[str], list[str]]:
    """The source with placeholders for the mentions to be held, the placeholders, and what they stand for."""
    placeholders: list[str] = []
    renderings: list[str] = []

    def ask(said: str, form: str) -> str:
        placeholders.append(write(len(placeholders)))
        renderings.append(form)
        return placeholders[-1]

    return _rewritten(case, ask), placeholders, renderings


def _spans(text: str, parts: Sequence[str]) -> list[Span]:
    """Where consecutive `parts` stand in `text`."""
    spans = []
    position = 0
    for part in parts:
        start = text.index(part, position)
        position = start + len(part)
        spans.append(Span(start, position))
    return spans


def _as_clause(said: str, source: str, part: Span) -> str:
    """A clause's translation without the full stop and the capital that it has only for standing alone."""
    french = part.of(source)
    if part.end < len(source.rstrip()) and said.endswith(".") and not french.endswith("."):
        said = said[:-1]
    first = said.split(" ", 1)[0]
    if part.start > 0 and french[:1].islower() and first[:1].isupper() and first.lower() in CAPITAL_BY_PLACE:
        said = said[0].lower() + said[1:]
    return said


def _translated(engine: Engine, cases: Sequence[Case], sources: Sequence[str]) -> Proposals:
    """The hypotheses for each source that was rewritten."""
    changed = [number for number, case in enumerate(cases) if sources[number] != case.source]
    again = engine.translate([sources[number] for number in changed], hypotheses=_REPAIR_BEAM, **_REPAIRING)
    proposals: Proposals = [[] for _ in cases]
    for number, translation in zip(changed, again, strict=True):
        proposals[number] = [Proposal(hypothesis.text) for hypothesis in translation.hypotheses]
    return proposals


def _places(engine: Engine, cases: Sequence[Case]) -> list[dict[int, Span]]:
    """For each case, where in its text the unmet mentions should be rendered, by the mention's number.

    A name that was copied or half translated is known by its likeness; the attention is asked for the rest.
    """
    places = [_resembling(case) for case in cases]
    doubtful = [number for number, case in enumerate(cases) if len(places[number]) < len(_missing(case))]
    whole = [number for number in doubtful if cases[number].plain.parts == 1]
    attended = dict(zip(whole, _attended(engine, [cases[number] for number in whole]), strict=True))
    for number in doubtful:
        case, found = cases[number], places[number]
        pair = attended.get(number) or unattended(case.source, case.text)
        for index in _missing(case):
            if index not in found:
                taken = [span for span in (*case.answers, *found.values()) if span is not None]
                span = locate(pair, case.matches[index], taken)
                if span is not None:
                    found[index] = span
    return places


def _resembling(case: Case) -> dict[int, Span]:
    """Where the unmet names stand that can be told by their likeness, by the mention's number."""
    found: dict[int, Span] = {}
    for index in _missing(case):
        taken = [span for span in (*case.answers, *found.values()) if span is not None]
        span = resembling(case.source, case.text, case.matches[index], taken)
        if span is not None:
            found[index] = span
    return found


def _attended(engine: Engine, cases: Sequence[Case]) -> list[Attended]:
    """The attention of each case's version, read once as long as it stands."""
    new = [case for case in cases if case.attended is None]
    pairs = [(case.source, case.text) for case in new]
    for case, attended in zip(new, attend(engine, pairs, [_kept(engine, case) for case in new]), strict=True):
        case.attended = attended
    return [case.attended for case in cases if case.attended is not None]


def _kept(engine: Engine, case: Case) -> Attention | None:
    """The attention of the decoding that said the case's version, where it was kept."""
    best = case.plain.best
    return attention_of(engine, case.source, best) if case.text == best.text else case.attention


def _missing(case: Case) -> list[int]:
    """The unmet mentions whose rendering is wanted."""
    return [index for index in case.unmet if case.matches[index].entry.policy is not Policy.FORBID]
