"""Where Argos Translate keeps its packages, found without importing it: importing makes folders in the home.

The rules are those of argostranslate.settings 1.11: variables of the environment, then `settings.json` in its folder
of the configuration, then the default below the user's data.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.files.structure import read_state

_SETTING, _LEGACY = "ARGOS_PACKAGES_DIR", "ARGOS_TRANSLATE_PACKAGE_DIR"


def package_folder() -> Path:
    """The folder that packages are installed in; it need not be there."""
    configured = os.environ.get(_SETTING) or _settings().get(_SETTING)
    return Path(configured) if isinstance(configured, str) else _data_folder() / "packages"


def package_folders() -> tuple[Path, ...]:
    """The folders that packages are looked for in, that of `package_folder` first; those that are there."""
    legacy = os.environ.get(_LEGACY)
    found = dict.fromkeys((package_folder(), Path(legacy) if legacy else _data_folder() / "packages"))
    return tuple(folder for folder in found if folder.is_dir())


def _home() -> Path:
    snap = os.environ.get("SNAP_USER_DATA") if "SNAP" in os.environ else None
    return Path(snap) if snap else Path.home()


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share") / "argos-translate"


def _settings() -> dict[str, object]:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config")
    settings = read_state(folder / "argos-translate" / "settings.json")
    return settings if isinstance(settings, dict) else {}
