"""The glossary held: each mention gets an accepted form, or its segment says that it did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.bitext import Flag, Mention, Severity, Span
from pipeline.glossary.entries.entry import Policy
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.articles import may_qualify, substitutions
from pipeline.glossary.holding.case import Case, Proposal, Version
from pipeline.glossary.holding.lines import Enforced, Mentioning, apart_by_sentence, joined_by_sentence
from pipeline.glossary.holding.renderings import answers, is_met
from pipeline.glossary.holding.steps import STEPS, Proposals, Step
from pipeline.glossary.holding.wording import missing_flag
from pipeline.translation.attention import piece_spans

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine
    from pipeline.translation.hypothesis import Translation

ENFORCEMENT_VERSION = "5"
"""For signatures and memory keys; to be raised when a change makes any text come out differently."""

# How far, in mean log-probability per piece, a version that only a `prefer` entry asks for may fall.
_WIDEST_FALL_FOR_PREFER = 0.25
# How much worse the model may find the article that a name wants by rule; the rule is weak where the name
# may qualify a noun (`the Frankfurt innovation centre`).
_ARTICLE_MARGIN, _QUALIFYING_MARGIN = 0.05, 0.0
_ROUNDS = 3
_AS_IT_WAS = 0.3  # among bad versions, the advantage of the one that changes nothing but the form


def enforce(
    engine: Engine,
    sources: Sequence[str],
    matches: Sequence[Sequence[Match]],
    translations: Sequence[Translation],
    *,
    steps: Sequence[Step] = STEPS,
) -> list[Enforced]:
    """Make the mentions of each sentence hold in its English; results in order.

    sources, matches and translations belong together one by one. A sentence without mentions, or whose
    plain translation meets them all, keeps that translation. Else the steps are tried in order, each
    on all sentences still open at once; of a line of several sentences, on each for itself. A version
    is taken if it meets more mentions and the model does not find it far worse; where only a bad version
    meets a binding one, it is taken and flagged `term-awkward`; a `prefer` entry is given up then. What is met
    by nothing is flagged `term-missing`, or `term-forbidden`.
    """
    lines = list(zip(sources, matches, translations, strict=True))
    apart = [apart_by_sentence(source, found, translation) for source, found, translation in lines]
    held = iter(_held(engine, [sentence for line in apart for sentence in line], steps))
    return [
        joined_by_sentence(translation, [(sentence.start, next(held)) for sentence in line])
        for line, (_, _, translation) in zip(apart, lines, strict=True)
    ]


def _held(engine: Engine, sentences: Sequence[Mentioning], steps: Sequence[Step]) -> list[Enforced]:
    cases = [Case.of(one.source, one.matches, one.translation) if one.matches else None for one in sentences]
    held = [case for case in cases if case is not None]
    for step in steps:
        concerned = held
        for _ in range(_ROUNDS):
            concerned = [case for case in concerned if (case.binding if step.guess else case.unmet)]
            if not concerned:
                break
            # A second round only where the first met one of several mentions.
            concerned = _run(engine, step, concerned)
    for case in held:
        _settle(case)
    return [
        Enforced(one.translation.best.text, one.translation.best.score) if case is None else _result(case)
        for case, one in zip(cases, sentences, strict=True)
    ]


def audit(source: str, matches: Sequence[Match], target: str) -> Enforced:
    """What the glossary says of an English version that a person made: mentions and flags, nothing changed."""
    found = answers(matches, target)
    steps = ["plain" if is_met(match, answer) else "" for match, answer in zip(matches, found, strict=True)]
    mentions = _mentions(matches, found, steps, target)
    return Enforced(target, 0.0, mentions, _flags(matches, found, mentions))


def _run(engine: Engine, step: Step, cases: Sequence[Case]) -> list[Case]:
    """Let `step` propose, and take what is good; the cases in which something was taken."""
    marks = engine.package.term_marks or ()
    offers: list[tuple[Case, Proposal]] = []
    for case, candidates in zip(cases, _proposed(engine, step, cases), strict=True):
        kept = dict.fromkeys(candidate for candidate in candidates if candidate.text != case.text)
        gains = {candidate: case.gain(candidate.text) for candidate in kept}
        useful = [candidate for candidate in kept if gains[candidate] > 0 and case.is_sound(candidate.text, marks)]
        # A doubled name is only for want of anything better.
        useful = [candidate for candidate in useful if not case.is_doubled(candidate.text)] or useful
        best = max((gains[candidate] for candidate in useful), default=0)
        useful = [candidate for candidate in useful if gains[candidate] == best]
        offers += [(case, candidate) for candidate in (useful[:1] if step.ranked else useful)]
    judgements = _judge(engine, offers)
    chosen: dict[int, tuple[Case, Proposal, float]] = {}
    for (case, candidate), (score, around) in zip(offers, judgements, strict=True):
        if id(case) not in chosen or around > chosen[id(case)][2]:
            chosen[id(case)] = (case, replace(candidate, score=score), around)
    taken = []
    for case, candidate, around in chosen.values():
        fall = case.plain.hypotheses[0].score - around
        score = candidate.score if candidate.score is not None else around
        widest = step.fall if case.binding else _WIDEST_FALL_FOR_PREFER
        if fall <= widest and not case.is_doubled(candidate.text):
            case.take(candidate.text, score, step.name, candidate.attention)
            case.flagged = case.flagged or step.guess
            taken.append(case)
        elif case.binding:
            case.awkward.append(Version(step.name, candidate.text, score, around))
    _mend_articles(engine, taken, step)
    return taken


def _proposed(engine: Engine, step: Step, cases: Sequence[Case]) -> Proposals:
    if step.propose is not None:
        return step.propose(engine, cases)
    assert step.propose_by_parts is not None
    return step.propose_by_parts(engine, cases, held_texts)


def held_texts(
    engine: Engine,
    sources: Sequence[str],
    matches: Sequence[Sequence[Match]],
    translations: Sequence[Translation],
    steps: Sequence[Step],
) -> list[str]:
    """What `enforce` answers, as texts: how the step that works clause by clause holds each clause."""
    return [held.text for held in enforce(engine, sources, matches, translations, steps=steps)]


def _mend_articles(engine: Engine, cases: Sequence[Case], step: Step) -> None:
    """Try the article that English wants before each name that `step` brought; the model may object.

    `the Putin` becomes `Putin` unless the model finds that worse, as in `the Putin government`.
    """
    offers: list[tuple[Case, Proposal]] = []
    margins: list[float] = []
    for case in cases:
        text, qualifying = case.text, False
        brought = [
            (answer, match)
            for match, answer, met_by in zip(case.matches, case.answers, case.steps, strict=True)
            if answer is not None and met_by == step.name
        ]
        for answer, match in sorted(brought, key=lambda pair: pair[0], reverse=True):
            mended = substitutions(text, answer, answer.of(case.text), match.entry.kind)[0][0]
            qualifying = qualifying or (mended != text and may_qualify(text, answer))
            text = mended
        if text != case.text and case.gain(text) >= 0:
            offers += [(case, Proposal(case.text)), (case, Proposal(text))]
            margins.append(_QUALIFYING_MARGIN if qualifying else _ARTICLE_MARGIN)
    judgements = _judge(engine, offers)
    for (case, candidate), (score, around), (_, before), margin in zip(
        offers[1::2], judgements[1::2], judgements[::2], margins, strict=True
    ):
        if around >= before - margin:
            case.take(candidate.text, score, step.name)


def _judge(engine: Engine, offers: Sequence[tuple[Case, Proposal]]) -> list[tuple[float, float]]:
    """Each candidate's mean log-probability per piece: of all its pieces, and of those around the renderings.

    The model did not say the rendering by itself, so it finds it unlikely; whether the sentence bears it
    shows in the other pieces.
    """
    unscored = [number for number, (_, candidate) in enumerate(offers) if candidate.score is None]
    texts = [straight(offers[number][1].text) for number in unscored]
    pairs = [(offers[number][0].source, text) for number, text in zip(unscored, texts, strict=True)]
    scored = dict(zip(unscored, engine.score_pieces(pairs), strict=True))
    judgements = []
    for number, (case, candidate) in enumerate(offers):
        if number not in scored:
            score = candidate.score or 0.0
            judgements.append((score, score))
            continue
        values = [value for _, value in scored[number]]
        forced = case.forced_spans(candidate.text)
        spans = piece_spans([piece for piece, _ in scored[number]], candidate.text)
        around = [
            value
            for value, span in zip(values, spans, strict=True)
            if not any(span.overlaps(other) for other in forced)
        ]
        judgements.append((_mean(values), _mean(around)))
    return judgements


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def straight(text: str) -> str:
    """`text` with the quotation marks that models know, for scoring what typography has made curly."""
    return text.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


def _settle(case: Case) -> None:
    """Where binding mentions are open, take the best of the awkward versions, if there is one."""
    if not case.binding or not case.awkward:
        return
    gains = {version.text: case.gain(version.text) for version in case.awkward}

    def merit(version: Version) -> tuple[int, float]:
        return gains[version.text], version.around + (_AS_IT_WAS if version.step == "substituted" else 0.0)

    best = max(case.awkward, key=merit)
    if gains[best.text] > 0:
        case.take(best.text, best.score, best.step)
        case.flagged = True


def _result(case: Case) -> Enforced:
    before = case.plain.hypotheses[0].score
    mentions = _mentions(case.matches, case.answers, case.steps, case.text, before, case.score)
    flags = _flags(case.matches, case.answers, mentions)
    if case.flagged:
        message = f"the glossary's form reads badly here (score {case.score:.2f}, without it {before:.2f})"
        flags = (*flags, Flag("term-awkward", Severity.WARNING, message))
    return Enforced(case.text, case.score, mentions, flags, case.attention)


def _mentions(
    matches: Sequence[Match],
    found: Sequence[Span | None],
    steps: Sequence[str],
    text: str,
    before: float | None = None,
    after: float | None = None,
) -> tuple[Mention, ...]:
    mentions = []
    for match, answer, step in zip(matches, found, steps, strict=True):
        changed = step not in ("", "plain")
        mentions.append(
            Mention(
                term=match.entry.source,
                rendering=answer.of(text) if answer is not None else match.rendering,
                kind=match.entry.kind.value,
                policy=match.entry.policy.value,
                source=match.span,
                target=None if match.entry.policy is Policy.FORBID else answer,
                step=step or "missing",
                score_before=before if changed else None,
                score_after=after if changed else None,
            )
        )
    return tuple(mentions)


def _flags(matches: Sequence[Match], found: Sequence[Span | None], mentions: Sequence[Mention]) -> tuple[Flag, ...]:
    flags = []
    for match, answer, mention in zip(matches, found, mentions, strict=True):
        if match.entry.policy is not Policy.FORBID:
            flag = missing_flag(mention)
        elif answer is not None:
            message = f"“{mention.rendering}” stands for “{mention.term}”, which the glossary forbids"
            flag = Flag("term-forbidden", Severity.ERROR, message, match.span, answer)
        else:
            flag = None
        if flag is not None:
            flags.append(flag)
    return tuple(flags)
