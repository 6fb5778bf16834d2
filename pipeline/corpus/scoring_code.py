"""A fingerprint of all that a shard depends on beside its source: code that reads and scores pairs, and its tables."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_FIRST = "pipeline.corpus.shards"


@cache
def scoring_code() -> str:
    """16 hexadecimal digits that are others after a change of any module or table that may matter.

    Modules are followed by their imports, local ones too, inside this package; every file that is no
    module in a folder of such modules counts as a table. Libraries do not count.
    """
    digest = hashlib.blake2b(digest_size=8)
    for name in scoring_files():
        digest.update(name.encode("utf-8") + b"\0" + (_ROOT / name).read_bytes() + b"\0")
    return digest.hexdigest()


def scoring_files() -> tuple[str, ...]:
    """The files that `scoring_code` covers, as paths inside the package with `/`, sorted."""
    modules: set[str] = set()
    waiting = [_FIRST]
    while waiting:
        module = waiting.pop()
        if module not in modules:
            modules.add(module)
            waiting += _imports(module)
    tables = {
        f"{folder}/{item.name}"
        for folder in {_file(module).rpartition("/")[0] for module in modules} - {""}
        for item in (_ROOT / folder).iterdir()
        if item.is_file() and not item.name.endswith((".py", ".pyc"))
    }
    return tuple(sorted({_file(module) for module in modules} | tables))


def _imports(module: str) -> list[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse((_ROOT / _file(module)).read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return [name for name in sorted(names) if name.startswith("pipeline.") and _file(name)]


def _file(module: str) -> str:
    """Where a module lies inside the package; empty for what is none."""
    path = "/".join(module.split(".")[1:])
    return next((file for file in (f"{path}.py", f"{path}/__init__.py") if (_ROOT / file).is_file()), "")
