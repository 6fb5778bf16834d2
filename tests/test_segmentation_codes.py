"""Codes among the sentences of a block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import parse, shown

from pipeline.bitext import Block, Document, numbered
from pipeline.formats.reading import Source
from pipeline.segmentation.codes import codes_of_sentences
from pipeline.workflow.segmenting import segment


def document(*marked):
    """A document of these blocks."""
    texts, codes, blocks, start = [], [], [], 0
    for block in marked:
        text, found = parse(block, start)
        codes += found
        blocks.append(Block(start, start + len(text), str(len(blocks))))
        texts.append(text)
        start += len(text) + 2
    whole = Document("d", "\n\n".join(texts), blocks=tuple(blocks), codes=numbered(codes), format="html")
    return segment(Source(whole, 0))


def divided(*marked):
    made = document(*marked)
    return [shown(text, codes) for text, codes in zip(made.segments(), codes_of_sentences(made), strict=True)]


CASES = [
    (["Il {1>pleut<1} ici."], ["Il {1>pleut<1} ici."]),
    # what stands round the whole block, or alone at its edge, is no sentence's
    (["{1>Il pleut.<1}"], ["Il pleut."]),
    (["{1>{2>Il pleut. Il neige.<2}<1}"], ["Il pleut.", "Il neige."]),
    (["[1]Il pleut.[2]"], ["Il pleut."]),
    (["[3]{1>Il pleut.<1}"], ["Il pleut."]),
    (["{1>{2>Il<2} pleut.<1}"], ["{2>Il<2} pleut."]),
    (["{1>Il pleut.<1} Il neige."], ["{1>Il pleut.<1}", "Il neige."]),
    # closers stay left, openers go right
    (["{1>Il pleut. <1}{2>Il neige.<2} Bon."], ["{1>Il pleut.<1}", "{2>Il neige.<2}", "Bon."]),
    (["Oui. {1>Il pleut. Il neige<1} encore."], ["Oui.", "{1>Il pleut.", "Il neige<1} encore."]),
    # what stands alone belongs to the sentence that it touches
    (["Il pleut.[1] Il neige."], ["Il pleut.[1]", "Il neige."]),
    (["Il pleut. [1]Il neige."], ["Il pleut.", "[1]Il neige."]),
    (["Il pleut. {1><1} Il neige."], ["Il pleut.", "Il neige."]),
    # a half without its other half
    (["Il {1>pleut.", "Il neige<1} ici."], ["Il {1>pleut.", "Il neige<1} ici."]),
]


@pytest.mark.parametrize(("blocks", "expected"), CASES)
def test_codes_go_to_the_sentences_they_belong_to(blocks, expected):
    assert divided(*blocks) == expected


@given(st.lists(st.sampled_from(["Il pleut.", " ", "Oui", "{", "}", "[]", "."]), max_size=24))
def test_codes_come_in_order_and_none_twice(pieces):
    text, opened, number = "A", [], 0
    for piece in pieces:
        if piece in ("{", "[]"):
            number += 1
            text += f"{{{number}>" if piece == "{" else f"[{number}]"
            opened += [number] if piece == "{" else []
        elif piece == "}":
            text += f"<{opened.pop(0)}}}" if opened else ""
        else:
            text += piece
    made = document(text)
    found = codes_of_sentences(made)
    keys = [code.key for codes in found for code in codes]
    wanted = [code.key for code in made.codes]
    assert len(keys) == len(set(keys))
    assert keys == [key for key in wanted if key in set(keys)]
    for sentence, codes in zip(made.segments(), found, strict=True):
        assert all(0 <= code.at <= len(sentence) for code in codes)
