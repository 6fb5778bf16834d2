import shutil
import zipfile

import pytest

from pipeline.errors import ModelError
from pipeline.translation import catalogue
from pipeline.translation.package import file_sha256


@pytest.fixture
def packages(argos_home, monkeypatch):
    """Argos's package folder, empty; its settings are read once a process, so they are moved there."""
    from argostranslate import settings

    folder = argos_home / "packages"
    folder.mkdir()
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setattr(settings, "package_data_dir", folder)
    monkeypatch.setattr(settings, "legacy_package_data_dir", folder)
    return folder


def copy_with_version(path, version):
    source = catalogue.embedded_package()
    with zipfile.ZipFile(source.path) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("metadata.json"):
                content = content.replace(f'"{source.version}"'.encode(), f'"{version}"'.encode())
            new.writestr(entry.filename.replace("fr_en/", f"fr_en_{version}/"), content)
    return path


def test_without_argos_the_embedded_package_is_the_default_and_nothing_is_made(argos_home):
    assert catalogue.select_package().path == catalogue.embedded_package().path
    assert [listing.name for listing in catalogue.list_packages()] == ["embedded"]
    assert list(argos_home.iterdir()) == []


def test_the_newest_installed_package_is_the_default(packages, tmp_path):
    for version in ("1.9", "1.10"):
        listing = catalogue.install_package(str(copy_with_version(tmp_path / "m.argosmodel", version)))
        assert listing.package.version == version
    assert catalogue.select_package().version == "1.10"
    assert catalogue.select_package("fr_en_1.9").version == "1.9"
    assert catalogue.select_package("embedded").path == catalogue.embedded_package().path
    assert [listing.name for listing in catalogue.list_packages()] == ["fr_en_1.10", "fr_en_1.9", "embedded"]


def test_an_installed_package_is_seen_by_argos(packages, tmp_path):
    from argostranslate import package as argos

    catalogue.install_package(str(copy_with_version(tmp_path / "m.argosmodel", "2.0")))
    (found,) = argos.get_installed_packages([packages])
    assert (found.from_code, found.to_code, found.package_version) == ("fr", "en", "2.0")


def test_other_pairs_are_passed_over(packages):
    (packages / "de_en").mkdir()
    (packages / "de_en" / "metadata.json").write_text('{"from_code": "de", "to_code": "en"}')
    assert catalogue.installed_packages() == []


def test_a_wrong_checksum_installs_nothing(packages, tmp_path):
    path = copy_with_version(tmp_path / "m.argosmodel", "2.0")
    with pytest.raises(ModelError, match="nothing was installed"):
        catalogue.install_package(str(path), sha256="0" * 64)
    assert list(packages.iterdir()) == []
    assert catalogue.install_package(str(path), sha256=file_sha256(path).upper()).package.version == "2.0"


def test_installing_again_replaces(packages, tmp_path):
    path = copy_with_version(tmp_path / "m.argosmodel", "2.0")
    catalogue.install_package(str(path))
    (packages / "fr_en_2.0" / "leftover").write_text("x")
    catalogue.install_package(str(path))
    assert not (packages / "fr_en_2.0" / "leftover").exists()
    assert [folder.name for folder in packages.iterdir()] == ["fr_en_2.0"]


@pytest.mark.parametrize(("name", "reason"), [("nonsense", "not a package name"), ("de_en", "not a package name")])
def test_unknown_names_do_not_reach_for_the_network(argos_home, name, reason):
    with pytest.raises(ModelError, match=reason):
        catalogue.install_package(name)
    with pytest.raises(ModelError, match="at hand: embedded"):
        catalogue.select_package(name)


def test_a_folder_is_used_as_it_is_but_not_installed(packages, tmp_path):
    path = copy_with_version(tmp_path / "m.argosmodel", "2.0")
    shutil.unpack_archive(path, tmp_path, "zip")
    folder = tmp_path / "fr_en_2.0"
    assert catalogue.select_package(str(folder)).version == "2.0"
    with pytest.raises(ModelError, match="is a folder"):
        catalogue.install_package(str(folder))


def packed(path, root, *, content=None):
    """The embedded package as an archive whose files stand in the folder `root`, "" for none; some bytes replaced."""
    source = catalogue.embedded_package()
    with zipfile.ZipFile(source.path) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            inner = entry.filename.removeprefix("fr_en/")
            data = (content or {}).get(inner, old.read(entry))
            new.writestr(f"{root}/{inner}" if root else inner, data)
    return path


@pytest.fixture
def german(packages):
    """Another pair's package, which nothing may touch."""
    (packages / "de_en").mkdir()
    (packages / "de_en" / "metadata.json").write_text('{"from_code": "de", "to_code": "en"}')
    return packages


@pytest.mark.parametrize(
    ("file", "root"),
    [("..argosmodel", ""), ("...argosmodel", ""), ("-.argosmodel", ""), ("m.argosmodel", ".. "), (" .argosmodel", "")],
)
def test_a_name_that_leads_elsewhere_installs_nothing(german, tmp_path, file, root):
    (german.parent / "beside").write_text("mine")
    with pytest.raises(ModelError, match="nothing was installed"):
        catalogue.install_package(str(packed(tmp_path / file, root)))
    assert [folder.name for folder in german.iterdir()] == ["de_en"]
    assert (german.parent / "beside").read_text() == "mine"


def test_only_a_package_of_the_pair_gives_way(german, tmp_path):
    with pytest.raises(ModelError, match="stands in the way"):
        catalogue.install_package(str(packed(tmp_path / "m.argosmodel", "de_en")))
    assert [file.name for file in (german / "de_en").iterdir()] == ["metadata.json"]
    (german / "linked").symlink_to(german / "de_en")
    with pytest.raises(ModelError, match="is no folder"):
        catalogue.install_package(str(packed(tmp_path / "n.argosmodel", "linked")))


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_a_package_that_cannot_be_used_leaves_the_old_one(packages, tmp_path, part):
    catalogue.install_package(str(packed(tmp_path / "good.argosmodel", "own")))
    with pytest.raises(ModelError, match="nothing was installed"):
        catalogue.install_package(str(packed(tmp_path / "bad.argosmodel", "own", content={part: b"\0" * 2000})))
    assert [folder.name for folder in packages.iterdir()] == ["own"]
    assert catalogue.select_package("own").digest() == catalogue.embedded_package().digest()


def test_an_installation_killed_between_its_renames_is_undone(packages, tmp_path):
    catalogue.install_package(str(packed(tmp_path / "good.argosmodel", "own")))
    aside = packages / ".install-killed" / "old"
    aside.mkdir(parents=True)
    (packages / "own").rename(aside / "own")
    catalogue.install_package(str(packed(tmp_path / "other.argosmodel", "other")))
    assert sorted(folder.name for folder in packages.iterdir()) == ["other", "own"]


def test_bombs_are_refused_unread(packages, tmp_path):
    huge = b" " * (2 << 20)
    with pytest.raises(ModelError, match=r"metadata\.json has"):
        catalogue.install_package(str(packed(tmp_path / "a.argosmodel", "a", content={"metadata.json": huge})))
    path = tmp_path / "b.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("b/metadata.json", '{"from_code": "fr", "to_code": "en"}')
        file.writestr("b/model/model.bin", b"\0" * (20 << 20))
    with pytest.raises(ModelError, match="when unpacked"):
        catalogue.install_package(str(path))
