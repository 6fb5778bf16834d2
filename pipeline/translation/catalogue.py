"""The packages at hand: the embedded one, those that Argos Translate has installed, and its index."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ModelError
from pipeline.files.extras import extra
from pipeline.files.locking import locked_folder
from pipeline.translation.argos_folders import package_folder, package_folders
from pipeline.translation.package import SOURCE_LANGUAGE, TARGET_LANGUAGE, Package, file_sha256, open_package

EMBEDDED = "embedded"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SCRATCH, _NEW, _OLD = ".install-", "new", "old"
_EMBEDDED_FOLDER = Path(__file__).resolve().parent.parent / "models"


@dataclass(frozen=True, slots=True)
class Listing:
    """A package under the name that `--model` takes."""

    name: str
    package: Package


def embedded_package() -> Package:
    """The package that comes with bitexte. Raises ModelError where the installation lacks it."""
    found = sorted(_EMBEDDED_FOLDER.glob("*.argosmodel"))
    if not found:
        raise ModelError(f"no embedded model in {_EMBEDDED_FOLDER}: the installation is incomplete")
    return open_package(found[-1])


def installed_packages() -> list[Listing]:
    """Argos Translate's installed French→English packages, newest first; unusable folders are passed over."""
    from packaging.version import InvalidVersion, Version

    def age(listing: Listing) -> tuple[Version, str]:
        try:
            return Version(listing.package.version), listing.name
        except InvalidVersion:
            return Version("0"), listing.name

    listings = []
    for folder in _installed_folders():
        try:
            listings.append(Listing(folder.name, open_package(folder)))
        except ModelError:
            continue  # another language pair, or not a translation package
    return sorted(listings, key=age, reverse=True)


def list_packages() -> list[Listing]:
    """Every package that `--model` can name, the one used by default first."""
    return [*installed_packages(), Listing(EMBEDDED, embedded_package())]


def select_package(model: str | None = None) -> Package:
    """The package for `--model`: a path, a name from `list_packages`, or None for the default.

    The default is the newest installed Argos package, else the embedded one. Raises ModelError for a
    name that is neither a file nor known, naming those that are.
    """
    if model is None:
        installed = installed_packages()
        return installed[0].package if installed else embedded_package()
    if model == EMBEDDED:
        return embedded_package()
    if Path(model).exists():
        return open_package(Path(model))
    listings = installed_packages()
    for listing in listings:
        if listing.name == model:
            return listing.package
    names = ", ".join([*(listing.name for listing in listings), EMBEDDED])
    raise ModelError(f"--model {model}: no such file and no such package; at hand: {names}")


def install_package(file_or_name: str, *, sha256: str | None = None) -> Listing:
    """Install an `.argosmodel` file, or download one by name from Argos's index and install it.

    The package goes into Argos Translate's data folder, where Argos sees it too. Nothing is written
    before the archive has been read, its checksum compared and its language pair checked. This is the
    only function of bitexte that may use the network, and only for a name.
    Raises ModelError with one clear line for anything that is wrong.
    """
    path = Path(file_or_name)
    downloaded = None
    if not path.exists():
        path = downloaded = _download(file_or_name)
    try:
        if path.is_dir():
            raise ModelError(f"{path}: is a folder; install takes an .argosmodel file (use --model {path} as it is)")
        if sha256 is not None and (actual := file_sha256(path)) != sha256.strip().lower():
            raise ModelError(f"{path}: sha256 is {actual}, not {sha256}; nothing was installed")
        package = open_package(path)
        return Listing(*_unpack(package, path))
    finally:
        if downloaded is not None:
            downloaded.unlink(missing_ok=True)


def _unpack(package: Package, path: Path) -> tuple[str, Package]:
    """Extract beside its final place, try the model there, then rename; the package that stood there comes back
    if anything fails.

    Argos's `install_from_path` would import `argostranslate.translate` (stanza, spaCy, torch) and leave
    half a package behind when it is interrupted.
    """
    target_folder = package_folder()
    name = PurePosixPath(package.root).name if package.root else path.stem
    if not _NAME.fullmatch(name):
        raise ModelError(
            f"{path}: {name!r} cannot be a package's name: letters, digits, dots, - and _, "
            "with a letter or digit first; nothing was installed"
        )
    target = target_folder / name
    try:
        target_folder.mkdir(parents=True, exist_ok=True)
        with locked_folder(target_folder):
            _bring_back(target_folder)
            _refuse_to_replace(target)
            with tempfile.TemporaryDirectory(dir=target_folder, prefix=_SCRATCH) as scratch:
                with zipfile.ZipFile(path) as file:
                    file.extractall(Path(scratch) / _NEW)
                made = Path(scratch) / _NEW / package.root
                _require_usable(made, path)
                _put_in_place(made, target, Path(scratch) / _OLD)
    except zipfile.BadZipFile as error:
        raise ModelError(f"{path}: the archive is damaged: {error}") from error
    except OSError as error:
        raise ModelError(f"{target}: cannot install: {error.strerror or error}") from error
    return name, open_package(target)


def _refuse_to_replace(target: Path) -> None:
    """Only a French→English package, or what is left of one that cannot be opened for other reasons, gives way."""
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise ModelError(f"{target}: is no folder; move it away first; nothing was installed")
    try:
        open_package(target)
    except ModelError as error:
        raise ModelError(
            f"{target}: stands in the way and is no French→English package; move it away first; nothing was installed"
        ) from error


def _require_usable(folder: Path, path: Path) -> None:
    """Load the model and translate the probes: a package that cannot be used would stop every later run."""
    from pipeline.translation.engine import Engine
    from pipeline.translation.selftest import require_sane

    try:
        require_sane(Engine(open_package(folder), threads=1))
    except ModelError as error:
        reason = str(error).replace(str(folder), str(path))
        raise ModelError(f"{reason}; nothing was installed") from error


def _put_in_place(made: Path, target: Path, aside: Path) -> None:
    if target.exists():
        aside.mkdir()
        target.rename(aside / target.name)
    try:
        made.rename(target)
    except BaseException:
        if (aside / target.name).exists():
            (aside / target.name).rename(target)
        raise


def _bring_back(folder: Path) -> None:
    """Undo an installation that was killed between its two renames; sweep what others left behind."""
    for scratch in folder.glob(f"{_SCRATCH}*"):
        for old in (scratch / _OLD).glob("*"):
            if not (folder / old.name).exists():
                old.rename(folder / old.name)
        shutil.rmtree(scratch, ignore_errors=True)


def _installed_folders() -> Iterable[Path]:
    """The packages in Argos's folders."""
    return sorted(
        child for folder in package_folders() for child in folder.iterdir() if (child / "metadata.json").exists()
    )


def _download(name: str) -> Path:
    """Fetch the package of that name in Argos's index (`translate-fr_en` or `fr_en`)."""
    pair = f"{SOURCE_LANGUAGE}_{TARGET_LANGUAGE}"
    if name not in (pair, f"translate-{pair}"):
        raise ModelError(
            f"{name}: no such file, and not a package name; Argos's French→English package is translate-{pair}"
        )
    with extra("argos", f"the download of {name}"):
        from argostranslate import package as argos
        from argostranslate import settings

    try:
        argos.update_package_index()
        if not Path(settings.local_package_index).exists():
            raise ModelError(f"{name}: Argos's package index cannot be reached; give the path of an .argosmodel file")
        matching = [
            entry
            for entry in argos.get_available_packages()
            if (entry.from_code, entry.to_code) == (SOURCE_LANGUAGE, TARGET_LANGUAGE)
        ]
        if not matching:
            raise ModelError(f"{name}: not in Argos's package index")
        return Path(matching[-1].download())
    except ModelError:
        raise
    except Exception as error:  # Argos raises bare Exception
        raise ModelError(f"{name}: cannot be downloaded: {error}") from error
