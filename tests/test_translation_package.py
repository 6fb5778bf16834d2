import json
import zipfile

import pytest

from pipeline.errors import ModelError
from pipeline.translation.architecture import read_architecture
from pipeline.translation.catalogue import embedded_package
from pipeline.translation.package import file_sha256, open_package

METADATA = {"package_version": "1.9", "from_code": "fr", "to_code": "en"}


def archive(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def valid(root="fr_en/", **metadata):
    return {
        f"{root}metadata.json": json.dumps(METADATA | metadata),
        f"{root}model/model.bin": b"weights",
        f"{root}model/shared_vocabulary.json": '["a", "b"]',
        f"{root}sentencepiece.model": b"pieces",
        f"{root}stanza/fr.pt": b"not needed",
    }


def test_archive_and_folder_are_the_same_model(tmp_path):
    packed = open_package(archive(tmp_path / "m.argosmodel", valid(term_marks=["⦃", "⇒", "⦄"], alignment=True)))
    with zipfile.ZipFile(packed.path) as file:
        file.extractall(tmp_path)
    unpacked = open_package(tmp_path / "fr_en")
    assert packed.digest() == unpacked.digest()
    assert (
        packed.model_files()
        == unpacked.model_files()
        == {
            "model.bin": b"weights",
            "shared_vocabulary.json": b'["a", "b"]',
        }
    )
    assert (packed.version, packed.term_marks, packed.alignment) == ("1.9", ("⦃", "⇒", "⦄"), True)
    assert packed.vocabulary_sizes() == (2,)
    assert packed.card() is None


def test_a_package_without_a_root_folder_is_read(tmp_path):
    assert open_package(archive(tmp_path / "m.argosmodel", valid(root=""))).root == ""


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (valid(from_code="de"), "translates de to en"),
        ({"fr_en/metadata.json": "{"}, "metadata.json cannot be read"),
        ({"fr_en/metadata.json": "[]"}, "metadata.json cannot be read"),
        ({"fr_en/readme": "x"}, "no metadata.json"),
        ({"fr_en/metadata.json": json.dumps(METADATA)}, "incomplete package"),
        (valid() | {"../evil": "x"}, "outside itself: ../evil"),
        (valid() | {"/etc/evil": "x"}, "outside itself: /etc/evil"),
        (valid() | {"a\\..\\..\\evil": "x"}, "outside itself"),
        (valid() | {"C:\\evil": "x"}, "outside itself"),
        (valid() | {".": "x"}, "outside itself"),
        ({"fr_en/metadata.json": "[" * 100_000}, "metadata.json cannot be read: nested too deep"),
        (valid(alignment_shift=1e999), "metadata.json cannot be read"),
        (valid() | {"fr_en/metadata.json": " " * (1 << 21)}, "2,097,152 bytes; at most 1,048,576"),
    ],
)
def test_bad_archives_are_refused_in_one_line(tmp_path, files, reason):
    path = archive(tmp_path / "m.argosmodel", files)
    with pytest.raises(ModelError) as caught:
        open_package(path)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_not_an_archive(tmp_path):
    path = tmp_path / "m.argosmodel"
    path.write_bytes(b"PK nonsense")
    with pytest.raises(ModelError, match="not a readable zip"):
        open_package(path)


def test_a_damaged_archive(tmp_path):
    path = archive(tmp_path / "m.argosmodel", valid())
    content = path.read_bytes().replace(b"weights", b"weighty", 1)
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"damaged at .*model\.bin"):
        open_package(path)


def test_the_embedded_package():
    package = embedded_package()
    assert len(file_sha256(package.path)) == 64
    assert package.size > 1_000_000
    architecture = read_architecture(package.read("model/model.bin"))
    assert architecture is not None
    assert architecture.encoder_layers >= 2
    assert architecture.decoder_layers >= 1
    assert architecture.width >= 128
    assert architecture.parameters > 1_000_000


def test_an_unknown_layout_has_no_architecture():
    assert read_architecture(b"\x09\x00\x00\x00") is None
    assert read_architecture(b"") is None


@pytest.mark.parametrize(
    ("vocabulary", "reason"),
    [("[" * 100_000, "nested too deep"), ("{", "cannot be read"), ("3", "no list of pieces")],
)
def test_a_vocabulary_that_is_none(tmp_path, vocabulary, reason):
    files = valid() | {"fr_en/model/shared_vocabulary.json": vocabulary}
    package = open_package(archive(tmp_path / "m.argosmodel", files))
    with pytest.raises(ModelError, match=reason):
        package.vocabulary_sizes()


def test_metadata_of_a_folder_that_is_too_large(tmp_path):
    (tmp_path / "metadata.json").write_bytes(b" " * (1 << 21))
    with pytest.raises(ModelError, match=r"metadata\.json has more than 1,048,576 bytes"):
        open_package(tmp_path)
