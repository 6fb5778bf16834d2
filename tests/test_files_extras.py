import pytest

from pipeline.errors import OptionError
from pipeline.files.extras import extra


def test_what_is_missing_is_said_with_the_command():
    with (
        pytest.raises(OptionError, match=r"^reading runes needs .* runes_of_old: pip install 'bitexte\[runes\]'$"),
        extra("runes", "reading runes"),
    ):
        import runes_of_old  # noqa: F401


def test_what_is_there_is_imported():
    with extra("none", "nothing"):
        import json
    assert json.loads("1") == 1
