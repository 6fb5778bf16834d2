"""What only some uses need is installed only where it is asked for; what is missing is said in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import OptionError


@contextmanager
def extra(name: str, what: str) -> Iterator[None]:
    """Around the imports that an extra of bitexte's brings: `with extra("serve", "bitexte serve"): import uvicorn`.

    Raises OptionError with the command that installs it, beginning with what needs it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise OptionError(f"{what} needs the package {error.name}: pip install 'bitexte[{name}]'") from error
