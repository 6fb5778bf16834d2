"""The parts of a CTranslate2 model file."""

import pytest

from pipeline.errors import ModelError
from pipeline.translation.catalogue import embedded_package
from pipeline.translation.model_file import read_model_file


@pytest.fixture(scope="module")
def model():
    return embedded_package().read("model/model.bin")


def test_every_variable_lies_inside_the_file(model):
    file = read_model_file(model)
    assert file.version == 6
    assert file.name == "TransformerSpec"
    ends = [one.start + one.length for one in file.variables.values()]
    assert ends == sorted(ends)
    assert ends[-1] < len(model)
    assert set(file.aliases.values()) <= set(file.variables)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda model: b"", "cannot be read"),
        (lambda model: b"\x09" + model[1:], "binary version 9; known: 4 to 6"),
        (lambda model: model[: len(model) // 2], "cut short"),
        (lambda model: model[:30], "cannot be read"),
    ],
)
def test_damaged_files_are_refused(model, damage, message):
    with pytest.raises(ModelError, match=message):
        read_model_file(damage(model))
