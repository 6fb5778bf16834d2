from __future__ import annotations

import pytest

from pipeline.text.language_codes import has_region, language_of


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, "fr") for name in ("fr", "FR", "fra", "fre", "FRE", "fr-CA", "fr_FR", "fra-FR", "fr-Latn-CA")),
        *((name, "fr") for name in ("French", "FRENCH", " français ", "French (Canada)", "Français (France)")),
        *((name, "en") for name in ("en", "eng", "EN-US", "en_GB.UTF-8", "English (United States)", "Anglais")),
        *((name, name) for name in ("fro", "frm", "enm", "ang")),
        ("DE", "de"),
        ("ger", "de"),
        ("Allemand", "de"),
        ("screw", None),
        ("xx", None),
        ("freedom", None),
        ("en avant", None),
        ("", None),
    ],
)
def test_knows_codes_and_names(name: str, language: str | None) -> None:
    assert language_of(name) == language


def test_tells_a_region() -> None:
    assert has_region("fr-CA")
    assert has_region("en_GB")
    assert not has_region("fr")
