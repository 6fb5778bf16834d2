"""What became of a glossary entry in a segment, in words for a reviewer; the figures apart."""

from __future__ import annotations

from pipeline.bitext import Mention

_POLICIES = {
    "must": "must stand so",
    "prefer": "preferred",
    "keep": "stays as in French",
    "forbid": "must not stand",
}
_STEPS = {
    "hypothesis": "taken from another version that the model had",
    "suppressed": "the model was kept from its first choice",
    "respelt": "spelt as the glossary has it",
    "forced": "the model was made to write it",
    "marked": "the model was asked for it in the French",
    "rendered": "the model was given the English in the French",
    "placeholder": "a placeholder went through the model in its stead",
    "clauses": "translated clause by clause",
    "substituted": "put in the place of the model's word",
    "inserted": "put in where it is guessed to belong: look at it",
    "human": "written by a person",
    "missing": "not in the English",
}


def policy_in_words(mention: Mention) -> str:
    """What the glossary asks: `must stand so`, `preferred`, …"""
    return _POLICIES.get(mention.policy, mention.policy)


def mention_in_words(mention: Mention) -> str:
    """What the glossary asks and how it came about; with the kind of the entry and what it cost, for a tooltip."""
    parts = [policy_in_words(mention)]
    if mention.step != "plain":
        parts.append(_STEPS.get(mention.step, mention.step))
    text = f"{mention.term} → {mention.rendering} ({mention.kind}): {'; '.join(parts)}"
    if mention.score_before is None or mention.score_after is None:
        return text
    figures = f"{mention.score_before:.2f} before, {mention.score_after:.2f} after".replace("-", "−")
    return f"{text}. The model's mean log-probability a token: {figures}"
