"""Sources are mended and joined where asked, and it is said."""

from pipeline.formats.reading import decode_document
from pipeline.workflow.segmenting import prepared, segment

WRAPPED = "Le gouver-\nnement a pris une déci-\nsion importante. Elle sera\nappliquée lundi.\n"
DAMAGED = "L'Ã©tÃ© est lÃ\u00a0.\nIl fait beau.\n"


def sentences(text: str, **options: bool | None) -> tuple[list[str], tuple[str, ...]]:
    document, warnings = prepared(decode_document(text.encode(), "a"), "a.txt", **options)  # type: ignore[arg-type]
    return [sentence.span.of(document.text) for sentence in document.sentences], warnings


def test_broken_lines_are_joined_and_said() -> None:
    found, warnings = sentences(WRAPPED)
    assert found == ["Le gouver-\nnement a pris une déci-\nsion importante.", "Elle sera\nappliquée lundi."]
    assert ["joined" in warning for warning in warnings] == [True]
    found, warnings = sentences(WRAPPED, join_lines=False)
    assert len(found) == 5
    assert warnings == ()


def test_damage_is_said_and_mended_on_demand() -> None:
    found, (warning,) = sentences(DAMAGED)
    assert found[0].startswith("L'Ã©tÃ©")
    assert "'Ã©', meant 'é'" in warning
    assert "--repair" in warning
    found, (warning,) = sentences(DAMAGED, repair=True)
    assert found == ["L'été est là.", "Il fait beau."]
    assert "mended" in warning


def test_the_stamp_belongs_to_no_sentence_and_a_text_like_one_does() -> None:
    stamped = decode_document(b"date 2023-09 Il pleut.", "a")
    document = segment(stamped)
    assert [sentence.span.of(document.text) for sentence in document.sentences] == ["Il pleut."]
    assert document.metadata == {"date": "2023-09"}
    document = segment(decode_document("date 2024-05 de la réunion.".encode(), "a"))
    assert [sentence.span.of(document.text) for sentence in document.sentences] == ["date 2024-05 de la réunion."]
    assert document.metadata == {}
