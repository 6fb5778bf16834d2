"""The options that say what an alignment goes by beside the two texts: a model, glossaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.errors import OptionError

if TYPE_CHECKING:
    from pipeline.glossary.finding.glossary import Glossary
    from pipeline.workflow.session import Session

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--model", metavar="PATH|NAME", help="The package that links words; see `bitexte model list`."),
    click.option("--no-model", is_flag=True, help="Link words by the word table alone."),
    click.option(
        "--glossary",
        "glossaries",
        metavar="FILE",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A glossary beside those that come with bitexte, as evidence. May be repeated.",
    ),
    click.option("--no-glossary", is_flag=True, help="Use no glossary at all."),
)


def evidence_options(command: Command) -> Command:
    """Give a command `--model`, `--no-model`, `--glossary` and `--no-glossary`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def model_evidence(model: str | None, no_model: bool) -> Session | None:
    """The session of the package that `--model` names, None for `--no-model`.

    Raises OptionError where both are given, and what loading a model raises.
    """
    from pipeline.workflow.recipe import Recipe
    from pipeline.workflow.session import Session

    if no_model and model:
        raise OptionError("--no-model does not go with --model")
    return None if no_model else Session(Recipe(model=model, glossaries=()))


def evidence(
    model: str | None, no_model: bool, glossaries: Sequence[Path], no_glossary: bool
) -> tuple[Session | None, Glossary | None]:
    """What those options name, None for what is not to be used.

    Raises OptionError where two of them contradict each other, and what loading a model or glossary raises.
    """
    from pipeline.glossary.finding.glossary import Glossary, default_paths

    session = model_evidence(model, no_model)
    if no_glossary and glossaries:
        raise OptionError("--no-glossary does not go with --glossary")
    return session, None if no_glossary else Glossary.load([*default_paths(), *glossaries])
