import numpy as np

from pipeline.corpus.decisions import (
    DUPLICATE,
    KEPT,
    SIMILAR,
    decide,
    mark_duplicates,
    mark_similar,
    part_of,
    reason_name,
)
from pipeline.corpus.pair import SentencePair
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.settings import Settings

PAIRS = [
    SentencePair("Le chat noir dort bien.", "The black cat sleeps well."),
    SentencePair("le chat noir dort bien", "The black cat sleeps well"),
    SentencePair("Le chat noir dort bien.", "Le chat noir dort bien."),
    SentencePair("Le chat noir dort bien.", "The black cat sleeps well."),
]


def test_the_first_filter_names_the_reason() -> None:
    scores, _ = Scorer().score(PAIRS)
    reasons = decide(scores, Settings())
    assert [reason if reason == KEPT else reason_name(int(reason)) for reason in reasons] == [
        KEPT,
        KEPT,
        "copied",
        KEPT,
    ]


def test_near_and_exact_duplicates() -> None:
    scores, keys = Scorer().score(PAIRS)
    for near, expected in ((True, [KEPT, DUPLICATE, DUPLICATE]), (False, [KEPT, KEPT, DUPLICATE])):
        reasons = decide(scores, Settings())
        mark_duplicates(reasons, keys, near=near)
        assert [reasons[k] for k in (0, 1, 3)] == expected


def test_numbers_alone_repeat_only_themselves() -> None:
    _, keys = Scorer().score([SentencePair("12 %", "12%"), SentencePair("13 %", "13%"), SentencePair("12 %", "12%")])
    reasons = np.full(3, KEPT, dtype=np.int16)
    mark_duplicates(reasons, keys, near=True)
    assert reasons.tolist() == [KEPT, KEPT, DUPLICATE]


def test_a_rejected_pair_does_not_make_its_double_a_duplicate() -> None:
    reasons = np.array([3, KEPT], dtype=np.int16)
    mark_duplicates(reasons, np.zeros((2, 2), dtype=np.uint64), near=True)
    assert reasons.tolist() == [3, KEPT]


LONG = (
    "Le comité permanent de la justice a déposé mardi son rapport sur la sécurité des ponts de la ville.",
    "The standing committee on justice tabled its report on the safety of the city's bridges on Tuesday.",
)


def test_similar_pairs() -> None:
    pairs = [
        SentencePair(*LONG),
        SentencePair(LONG[0].replace("mardi", "lundi"), LONG[1].replace("Tuesday", "Monday")),
        *PAIRS[:1],
    ]
    scores, keys = Scorer().score(pairs)
    reasons = decide(scores, Settings())
    mark_similar(reasons, keys, lambda rows: [pairs[row][:2] for row in rows.tolist()], 0.9)
    assert reasons.tolist() == [KEPT, SIMILAR, KEPT]
    assert reason_name(SIMILAR) == "similar"
    reasons[:2] = [0, KEPT]
    mark_similar(reasons, keys, lambda rows: [pairs[row][:2] for row in rows.tolist()], 0.9)
    assert reasons.tolist() == [0, KEPT, KEPT]  # what is rejected has no double


def test_the_split_goes_by_document_and_about_by_share() -> None:
    settings = Settings(dev=0.1, test=0.2)
    parts = [part_of(f"document {k}", settings) for k in range(2000)]
    assert parts == [part_of(f"document {k}", settings) for k in range(2000)]
    assert 0.07 < parts.count("dev") / 2000 < 0.13
    assert 0.16 < parts.count("test") / 2000 < 0.24
