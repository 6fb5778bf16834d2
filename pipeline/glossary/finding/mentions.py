"""Where glossary entries stand in a French sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.bitext import Span
from pipeline.errors import GlossaryError
from pipeline.files.limits import MOST_TERM
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.finding.folding import Folded, aligned, base_letter, fold
from pipeline.glossary.finding.homographs import HOMOGRAPHS
from pipeline.glossary.finding.inflection import demonym_forms, english_plural, term_plural, term_plurals
from pipeline.languages.french import CLITICS, ELIDED, PREFIXES

# An article in lower case at the head of an entry, and what may stand in its place before the mention.
_ARTICLES = {
    "le ": ("le", "du", "au"),
    "la ": ("la",),
    "les ": ("les", "des", "aux"),
    "l'": ("l",),
}
# Signs that are part of a word: `C++`, `C#`, `.NET`, `@home`, `#mot`.
_TAIL = re.compile(r"[^\W_]((?:\+{1,2}|#)+)\Z")
_HEAD = re.compile(r"([.#@$])[^\W_]")
_SIGNS_BEHIND, _SIGNS_BEFORE = re.compile(r"\+\+|#|\+(?![\w\s])"), re.compile(r"(?:\A|[\s(«“])[.#@]\Z")
_LETTERS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
# What English says in place of an adjective: `Russia's leader`, `the embassy of the United States`.
_EMPHASISED = 4  # letters of a term that may stand in capitals inside a sentence; shorter ones are acronyms
_OF_A_COUNTRY = ("{}'s", "of {}", "of the {}", "in {}", "in the {}", "from {}", "from the {}")
_SENTENCE_OPENERS = " \t\n\r\u00a0\u202f«»“”\"'‘’([—–-•*…"
_AFTER_WHICH_A_SENTENCE_STARTS = ".!?:;"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a sentence.

    span: characters of the raw sentence. renderings: the English forms accepted for this mention, the
    one to write first (a plural where the French is one; capitals where the French is all capitals).
    """

    entry: Entry
    span: Span
    renderings: tuple[str, ...]

    @property
    def rendering(self) -> str:
        """The English form to write."""
        return self.renderings[0]


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of an entry.

    text: as `aligned` gives it. articles: words one of which must stand before it. plural: whether it
    can only be a plural. derived: whether it was made by inflection. head, tail: signs that belong to the term
    and must touch it: `.` of `.NET`, `++` of `C++`.
    """

    entry: Entry
    text: str
    articles: tuple[str, ...] = ()
    plural: bool = False
    derived: bool = False
    head: str = ""
    tail: str = ""

    def whole(self, sentence: str, span: Span) -> Span | None:
        """`span` with the form's signs around it; None where others stand there: `C` is not in `C++`."""
        start, end = span.start - len(self.head), span.end + len(self.tail)
        if start < 0 or sentence[start : span.start] != self.head or sentence[span.end : end] != self.tail:
            return None
        if _SIGNS_BEHIND.match(sentence, end) or _SIGNS_BEFORE.search(sentence[max(0, start - 2) : start]):
            return None
        return Span(start, end)


class Detector:
    """Entries compiled into one Aho–Corasick automaton; a sentence is read once whatever their number."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Compile `entries`; about 20 µs each."""
        import ahocorasick

        forms: dict[str, list[Form]] = {}
        for entry in entries:
            for form in written_forms(entry):
                key = fold(form.text).text
                if len(key) > 2 * MOST_TERM:
                    raise GlossaryError(f"a term of {len(key):,} characters; at most {MOST_TERM}: {key[:40]}…")
                if form.text:
                    forms.setdefault(key, []).append(form)
        self._automaton: Any = ahocorasick.Automaton()
        for key, candidates in forms.items():
            candidates.sort(key=lambda form: form.derived)
            self._automaton.add_word(key, (len(key), tuple(candidates)))
        self._empty = not forms
        if forms:
            self._automaton.make_automaton()

    def find(self, sentence: str) -> tuple[Match, ...]:
        """The mentions in `sentence`, ordered by start.

        They do not overlap: the longest is taken, then the leftmost. Only a `forbid` entry may share
        its span with another entry, since both speak of one mention.
        """
        return without_overlaps(self.candidates(sentence))

    def candidates(self, sentence: str) -> list[Match]:
        """Every mention in `sentence`, those inside or across others included, ordered by end."""
        found: list[Match] = []
        if not self._empty:
            folded = fold(sentence)
            for end, (length, forms) in self._automaton.iter(folded.text):
                start = end - length + 2
                found += _read(sentence, folded, folded.raw_span(start, end), start, forms)
        return found


def written_forms(entry: Entry) -> Iterator[Form]:
    """The forms of `entry` to look for: its source; for a demonym its feminine and plural, for a term its plural."""
    source, articles = split_article(entry.source)
    if entry.kind is Kind.DEMONYM:
        for position, (form, plural) in enumerate(demonym_forms(source).items()):
            yield Form(entry, _core(form), articles, plural, derived=position > 0)
        return
    head, tail = _HEAD.match(source), _TAIL.search(source)
    yield Form(entry, _core(source), articles, head=head.group(1) if head else "", tail=tail.group(1) if tail else "")
    if entry.kind is Kind.TERM and source[:1].islower() and all(map(term_plurals, entry.targets)):
        many = term_plural(source)
        if many != source:
            yield Form(entry, _core(many), _plural_articles(articles), plural=True, derived=True)


def _core(source: str) -> str:
    """`aligned` without signs at the ends: `U.R.S.S.` is looked for as `U.R.S.S`."""
    letters = _LETTERS.search(aligned(source))
    return letters[0] if letters else ""


def _plural_articles(articles: tuple[str, ...]) -> tuple[str, ...]:
    return _ARTICLES["les "] if articles else ()


def split_article(source: str) -> tuple[str, tuple[str, ...]]:
    """The term without a leading lower-case article, and the words that may stand for that article."""
    for article, words in _ARTICLES.items():
        if source.replace("’", "'").startswith(article):
            return source[len(article) :], words
    return source, ()


def starts_sentence(sentence: str, position: int) -> bool:
    """Whether `position` opens the sentence, or one inside it (after a colon, a full stop, a quotation mark)."""
    before = sentence[:position].rstrip(_SENTENCE_OPENERS)
    return not before or before[-1] in _AFTER_WHICH_A_SENTENCE_STARTS or "«" in sentence[len(before) : position]


def all_capitals(text: str) -> bool:
    """Whether `text` is a headline in capitals: at least two words, no lower-case letter."""
    return text.isupper() and len(text.split()) > 1


def _read(sentence: str, folded: Folded, span: Span, start: int, forms: tuple[Form, ...]) -> Iterator[Match]:
    """The entries whose form stands at `span`: at most one, and one that forbids."""
    if not _is_whole(sentence, span, forms[0].entry.kind):
        return
    raw = span.of(sentence)
    written = aligned(raw)
    taken = False
    # Of `or` and `Or`, the one written just so comes first.
    for form in sorted(forms, key=lambda form: form.text != written) if len(forms) > 1 else forms:
        forbids = form.entry.policy is Policy.FORBID
        whole = form.whole(sentence, span)
        if whole is None or (taken and not forbids) or not _agrees(form, written, sentence, span):
            continue
        if form.articles and folded.text[:start].rsplit(None, 1)[-1:] not in ([word] for word in form.articles):
            continue
        taken = taken or not forbids
        yield Match(form.entry, whole, _renderings(form, whole.of(sentence), sentence, span))


def _is_whole(sentence: str, span: Span, kind: Kind) -> bool:
    """Whether `span` is no part of a longer word: `Guinée` in `Guinée-Bissau` is, in `Guinée-là` it is not."""
    before, after = sentence[: span.start], sentence[span.end :]
    if before.endswith(("-", "‑")):
        prefix = _last_word(before[:-1])
        # `franco-russe` and `anti-russe` hold the demonym; `Afrique-Guinée` is another name.
        joined = kind is Kind.DEMONYM and prefix.endswith("o")
        if prefix and prefix.lower() not in PREFIXES and not joined:
            return False
    elif before.endswith(("'", "’")):
        prefix = _last_word(before[:-1])
        if prefix and prefix.lower() not in ELIDED:
            return False
    if after[:1] in ("-", "‑") and after[1:2].isalnum():
        return _first_word(after[1:]) in CLITICS
    return not (after[:1] in ("'", "’") and after[1:2].isalnum())


def _last_word(text: str) -> str:
    index = len(text)
    while index and text[index - 1].isalnum():
        index -= 1
    return text[index:]


def _first_word(text: str) -> str:
    index = 0
    while index < len(text) and text[index].isalnum():
        index += 1
    return text[:index]


def _agrees(form: Form, found: str, sentence: str, span: Span) -> bool:
    """Whether `found` may be a way of writing `form`: same signs, fitting accents, fitting case."""
    text = form.text
    if found == text and text[0].islower():
        return True
    if len(found) != len(text):
        return False
    named = form.entry.kind is not Kind.TERM
    loose = named and len(text) >= 5 and text == "".join(map(base_letter, text))
    capitals = found.isupper() and not text.isupper()
    for expected, seen in zip(text, found, strict=True):
        if expected != seen and not _same_letter(expected, seen, named, loose):
            return False
    if capitals:
        return _capitals_fit(text, sentence)
    opening = starts_sentence(sentence, span.start)
    # `Paris` is no plural of `pari`, wherever it stands.
    if (opening or form.derived) and " " not in text and text[0].isalpha() and fold(text).text.strip() in HOMOGRAPHS:
        return text[0].islower() and found[0].islower()
    return _case_fits(text, found, opening, form.entry.kind is Kind.PERSON)


def _same_letter(expected: str, seen: str, named: bool, loose: bool) -> bool:
    """Whether `seen` can stand for `expected`, case left aside.

    Accents may be missing on capitals and in names; where a name is given without any (`loose`), the
    text may have them. In a term, an accent makes another word (`marché`, `marche`).
    """
    lower, shown = expected.lower(), seen.lower()
    if lower == shown:
        return True
    plain = base_letter(expected).lower()
    if shown == plain:
        return named or seen.isupper()
    return loose and base_letter(seen).lower() == plain


def _capitals_fit(text: str, sentence: str) -> bool:
    """Whether `text` may stand in capitals: in a headline, or alone for emphasis or as French writes some surnames."""
    if fold(text).text.strip() in HOMOGRAPHS:
        return False
    return all_capitals(sentence) or sum(map(str.isalpha, text)) >= _EMPHASISED


def _case_fits(text: str, found: str, opening: bool, person: bool) -> bool:
    """Whether the case of `found` fits: capitals of the entry are there, others only at the head of a word.

    The later words of a name may lose their capital (`Nations unies`, `Nations Unies`), but not at the
    start of a sentence, where the first capital says nothing. A surname may be in capitals.
    """
    for index, (expected, seen) in enumerate(zip(text, found, strict=True)):
        head = index == 0 or not text[index - 1].isalnum()
        if expected.isupper() and not seen.isupper():
            if index == 0 or not head or opening or not text[0].isupper():
                return False
        elif expected.islower() and seen.isupper() and not head and not (person and found[index - 1].isupper()):
            return False
    return True


def _renderings(form: Form, raw: str, sentence: str, span: Span) -> tuple[str, ...]:
    entry = form.entry
    if entry.policy is Policy.KEEP:
        return (raw,)
    demonym = entry.kind is Kind.DEMONYM and entry.policy is not Policy.FORBID
    plural = demonym and form.plural and raw[0].isupper() and form.text[0].islower()
    people = plural and not starts_sentence(sentence, span.start)
    targets = entry.targets
    if form.derived and entry.kind is Kind.TERM:  # French says some things in the plural that English does not
        targets = tuple(dict.fromkeys((*filter(None, map(term_plurals, targets)), *targets)))
    emphasised = raw.isupper() and not form.text.isupper() and entry.kind is Kind.TERM
    return _accepted(targets, demonym, people, all_capitals(sentence) or emphasised)


@lru_cache(maxsize=16384)
def _accepted(targets: tuple[str, ...], demonym: bool, people: bool, capitals: bool) -> tuple[str, ...]:
    """The forms to accept: with English plurals for a demonym (first for `people`), with capitals for a headline."""
    forms = list(targets)
    if demonym:
        countries = [target[:-2] for target in targets if target.endswith("'s")]
        forms = [target for target in targets if not target.endswith("'s")] or forms
        plurals = [english_plural(form) for form in forms]
        forms = plurals + forms if people else forms + plurals
        forms += [wording.format(country) for country in countries for wording in _OF_A_COUNTRY]
    if capitals:
        forms = [form.upper() for form in forms] + forms
    return tuple(dict.fromkeys(forms))


def without_overlaps(found: Sequence[Match]) -> tuple[Match, ...]:
    """Of mentions that overlap, the longest, then the leftmost, then the first; ordered by start."""
    if len(found) < 2:
        return tuple(found)
    taken: list[Match] = []
    for match in sorted(found, key=lambda match: (match.span.start - match.span.end, match.span.start)):
        forbids = match.entry.policy is Policy.FORBID
        rivals = (other for other in taken if (other.entry.policy is Policy.FORBID) == forbids)
        if not any(match.span.overlaps(other.span) for other in rivals):
            taken.append(match)
    return tuple(sorted(taken, key=lambda match: (match.span, match.entry.policy is Policy.FORBID)))
