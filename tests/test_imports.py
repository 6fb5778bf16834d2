"""What the runtime must never load, and what starting up must not."""

import subprocess
import sys

import pytest
from conftest import SEED

FORBIDDEN = ("torch", "stanza", "spacy", "minisbd", "tensorflow", "transformers")


def modules_after(code, cwd):
    script = code + "\nimport sys\nprint('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=cwd)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        f"from pipeline.cli.app import run; assert run(['translate', {str(SEED)!r}, '--out', 'out']) == 0",
        "from pipeline.cli.app import run; assert run(['model', 'list']) == 0",
        "from pipeline.translation.catalogue import install_package, embedded_package\n"
        "install_package(str(embedded_package().path))",
        "import argostranslate.package",
    ],
)
def test_nothing_heavy_is_ever_imported(code, argos_home, tmp_path):
    assert modules_after(code, tmp_path).isdisjoint(FORBIDDEN)


def test_help_loads_next_to_nothing(tmp_path):
    loaded = modules_after("from pipeline.cli.app import run; assert run(['--help']) == 0", tmp_path)
    assert loaded.isdisjoint(
        {"ctranslate2", "nltk", "numpy", "lxml", "jinja2", "sacrebleu", "sentencepiece", "argostranslate"}
    )
