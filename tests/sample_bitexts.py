"""Bitexts for the tests of formats and review: one of everything, and hypothesis strategies."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import strategies as st

from pipeline.bitext import (
    Bitext,
    Code,
    CodeKind,
    Document,
    Flag,
    Mention,
    Origin,
    Review,
    Sentence,
    Severity,
    Signature,
    Span,
    Unit,
    numbered,
    unit_identifier,
)

XML_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda character: character >= " " or character in "\t\n\r"
)


def sample() -> Bitext:
    """Two paragraphs, a document, a glossary hit, flags, links, and a sentence that attacks a page."""
    text = " date 2023-09 Poutine a parlé. « Non », dit-il.\r\n\r\n<script>alert(1)</script> ]]> & \u202efin.\r\n"
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in ("Poutine a parlé.", "« Non », dit-il.")]
    spans.append(Span(text.index("<script>"), text.index("fin.") + 4))
    paragraphs = (0, 0, 1)
    document = Document(
        "essai",
        text,
        tuple(Sentence(span, paragraph) for span, paragraph in zip(spans, paragraphs, strict=True)),
        metadata=MappingProxyType({"date": "2023-09"}),
    )
    units = (
        Unit(
            "s0001",
            "Poutine a parlé.",
            "Putin spoke.",
            0,
            spans[0],
            origin=Origin.MEMORY,
            score=-0.25,
            mentions=(
                Mention("Poutine", "Putin", "person", "must", Span(0, 7), Span(0, 5), "hypothesis", -0.2, -0.25),
            ),
            links=((Span(0, 7), Span(0, 5)), (Span(8, 15), Span(6, 11))),
        ),
        Unit(
            "s0002",
            "« Non », dit-il.",
            "“No,” he said.",
            0,
            spans[1],
            flags=(Flag("quotes", Severity.WARNING, "quotes differ", Span(0, 7), Span(0, 5)),),
        ),
        Unit(
            "s0003",
            spans[2].of(text),
            "<script>alert(1)</script> ]]> & \u202eend.",
            1,
            spans[2],
            score=-1 / 3,
            flags=(Flag("copied", Severity.ERROR, "the source is copied"), Flag("comment", Severity.NOTE, "vérifier")),
        ),
    )
    signature = Signature((("version", "0.1.0"), ("model", "abc")))
    return Bitext("essai", units, metadata=document.metadata, signature=signature, document=document)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


@st.composite
def codes(draw: st.DrawFn, text: str) -> tuple[Code, ...]:
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    kinds, types = st.sampled_from(CodeKind), st.sampled_from(["", "bold", "image"])
    natives = st.sampled_from(["", "<b>", "<img alt='&'>"])
    return numbered(
        Code(draw(st.integers(1, 9)), draw(kinds), at, 0, draw(types), draw(natives), draw(st.sampled_from(["", "x"])))
        for at in places
    )


@st.composite
def units(draw: st.DrawFn, index: int, characters: st.SearchStrategy[str], coded: bool) -> Unit:
    text = st.text(characters, max_size=30)
    source, target = draw(text), draw(text)
    score = st.none() | st.floats(allow_nan=False, allow_infinity=False)
    mention = st.builds(
        Mention, text, text, text, text, spans(source), st.none() | spans(target), st.just("plain"), score, score
    )
    flag = st.builds(Flag, text, st.sampled_from(Severity), text, st.none() | spans(source), st.none() | spans(target))
    return Unit(
        unit_identifier(index),
        source,
        target,
        paragraph=draw(st.integers(0, 9)),
        source_span=draw(st.none() | st.just(Span(3, 9))),
        target_span=draw(st.none() | st.just(Span(0, 2))),
        bead=draw(st.sampled_from(["1-1", "2-1", "0-1"])),
        origin=draw(st.sampled_from(Origin)),
        score=draw(score),
        mentions=tuple(draw(st.lists(mention, max_size=2))),
        flags=tuple(draw(st.lists(flag, max_size=2))),
        links=tuple(draw(st.lists(st.tuples(spans(source), spans(target)), max_size=2))),
        review=draw(st.sampled_from(Review)),
        source_codes=draw(codes(source)) if coded else (),
        target_codes=draw(codes(target)) if coded else (),
    )


@st.composite
def bitexts(draw: st.DrawFn, characters: st.SearchStrategy[str] = XML_CHARACTERS, *, coded: bool = False) -> Bitext:
    """Bitexts of up to four units without a document, with texts of these characters, and codes if wanted."""
    count = draw(st.integers(0, 4))
    metadata = draw(st.dictionaries(st.sampled_from(["date", "titre"]), st.text(characters, max_size=10)))
    signature = draw(st.none() | st.just(Signature((("version", "1"), ("model", "a&b")))))
    return Bitext(
        draw(st.text(characters, max_size=8)),
        tuple(draw(units(index, characters, coded)) for index in range(count)),
        metadata=MappingProxyType(metadata),
        signature=signature,
    )
