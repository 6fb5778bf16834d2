import pytest

from pipeline.text.language import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le chat est sur la table et il ne veut pas descendre.", "fr"),
        ("The cat is on the table and it will not come down.", "en"),
        ("Die Katze ist auf dem Tisch und sie will nicht herunter.", "de"),
        ("El gato está sobre la mesa y no quiere bajar.", "es"),
        ("Il gatto è sul tavolo e non vuole scendere.", "it"),
        ("O gato está em cima da mesa e não quer descer.", "pt"),
        ("De kat zit op de tafel en wil er niet af.", "nl"),
        ("Кошка сидит на столе и не хочет слезать.", "ru"),
        ("猫在桌子上，不肯下来。", "zh"),
        ("猫はテーブルの上にいる。", "ja"),
        ("القطة على الطاولة", "ar"),
        ("고양이가 탁자 위에 있다", "ko"),
    ],
)
def test_languages(text: str, code: str) -> None:
    guess = detect(text)
    assert guess.code == code
    assert guess.confidence >= 0.3
    assert code in ("fr", "en") or detect(text, against="en").confidence >= 0.5


@pytest.mark.parametrize("text", ["", "1234 !", "Vladimir Poutine", "Der Spiegel", "Wall Street", "Barack Obama, 2008"])
def test_little_evidence_gives_no_firm_answer(text: str) -> None:
    assert detect(text).confidence < 0.5


def test_a_document_with_a_foreign_quotation_keeps_its_language() -> None:
    text = "Il a dit : “The cat is on the table.” Puis il est parti sans un mot de plus. " * 40
    assert detect(text).code == "fr"
    assert detect(text).confidence > 0.5
