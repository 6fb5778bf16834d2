"""No room imports one that stands above it, no modules import each other in a circle; docs/design.md has the order."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER_LINE = re.compile(r"^`errors` < .*$", re.MULTILINE)


def floors() -> dict[str, int]:
    """Rooms and the floor they stand on, as docs/design.md states it: rooms of one floor have commas between."""
    (line,) = ORDER_LINE.findall((ROOT / "docs" / "design.md").read_text("utf-8"))
    return {room: floor for floor, part in enumerate(line.split(" < ")) for room in re.findall(r"`(\w+)`", part)}


def imports() -> dict[str, set[str]]:
    """For each module of the package, those it imports anywhere: at the top, in functions, for types."""
    paths = {}
    for path in (ROOT / "pipeline").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    found: dict[str, set[str]] = {}
    for module, path in paths.items():
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
        found[module] = {name for name in names if name in paths and name != module}
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "pipeline"


def test_nothing_imports_what_stands_above_or_beside_it() -> None:
    floor = floors()
    wrong = [
        f"{module} imports {name}"
        for module, names in imports().items()
        for name in names
        if room(module) in floor and room(name) in floor and room(name) != room(module)
        if floor[room(name)] >= floor[room(module)]
    ]
    assert wrong == []


def test_every_room_has_its_floor() -> None:
    assert {room(module) for module in imports()} - {"pipeline", "__main__"} == set(floors())


def test_no_module_imports_itself_by_way_of_others() -> None:
    # A package's own modules are not its importers: `pipeline.bitext` only passes on the names of its modules.
    graph = {
        module: {name for name in names if not module.startswith(f"{name}.")} for module, names in imports().items()
    }
    tuple(TopologicalSorter(graph).static_order())  # raises CycleError, naming the circle
