"""Paragraphs and the line ends that always part sentences."""

from __future__ import annotations

import pytest

from pipeline.segmentation.blocks import lines, trimmed, wrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("un", [("un", 0)]),
        (" un \r\n\r\n deux\n", [("un", 0), ("deux", 1)]),
        ("un\u2028deux\u0085trois", [("un\u2028deux\u0085trois", 0)]),
    ],
)
def test_lines(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[start:end], paragraph) for start, end, paragraph in lines(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un\ndeux\n\ntrois", [("un\ndeux", 0), ("trois", 1)]),
        ("un\r\ndeux\r\n \r\ntrois\r\n", [("un\r\ndeux", 0), ("trois", 1)]),
        ("Il faut :\n- du pain\n- du vin", [("Il faut :", 0), ("- du pain", 0), ("- du vin", 0)]),
        ("Il vint\n— enfin — et dit", [("Il vint\n— enfin — et dit", 0)]),
        ("Viens.\n— Non.", [("Viens.", 0), ("— Non.", 0)]),
        ("Il faut\n1. du pain", [("Il faut", 0), ("1. du pain", 0)]),
        ("né en\n1802. Mort", [("né en\n1802. Mort", 0)]),
        ("LE RETOUR\nDU ROI\nIl vint", [("LE RETOUR\nDU ROI", 0), ("Il vint", 0)]),
        ("L'O.N.U.\nvote", [("L'O.N.U.\nvote", 0)]),
    ],
)
def test_wrapped(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[start:end], paragraph) for start, end, paragraph in wrapped(text)] == expected


def test_trimmed_of_white_space_is_empty() -> None:
    start, end = trimmed(" \t\u00a0", 0, 3)
    assert start == end
