"""What many tests share: the loaded model, which takes most of a second, and the seed article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline.translation.catalogue import embedded_package
from pipeline.translation.engine import Engine

# A loaded machine is no fault of an example.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "poutine-kim-fusils-2023-09.txt"


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(embedded_package())


@pytest.fixture
def argos_home(tmp_path, monkeypatch):
    """A home where Argos Translate has never been used, so that the embedded package is the default."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("ARGOS_PACKAGES_DIR", "ARGOS_TRANSLATE_PACKAGE_DIR", "XDG_DATA_HOME", "SNAP_USER_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    return home
