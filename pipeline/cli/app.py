"""The `bitexte` command: its subcommands, and what every failure looks like to a user."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence

import click

from pipeline.cli.streams import drop_output
from pipeline.errors import BitexteError, GlossaryError, InterruptedRunError
from pipeline.files.limits import parse_limits, set_limits
from pipeline.formats.cells import set_safe_cells

DONE, ERROR_FLAGS, WRONG_USE, UNFORESEEN, INTERRUPTED = 0, 1, 2, 70, 130
"""Exit codes: done; done, with error flags under --strict; wrong use or bad input; a fault of bitexte's own; Ctrl-C."""

# Loaded when called for, so that `--help` does not wait for what one command needs.
_COMMANDS = {
    "translate": ("pipeline.cli.translate", "translate_command"),
    "align": ("pipeline.cli.align", "align_command"),
    "documents": ("pipeline.cli.documents", "documents_command"),
    "corpus": ("pipeline.cli.corpus", "corpus_group"),
    "review": ("pipeline.cli.review", "review_group"),
    "serve": ("pipeline.cli.serve", "serve_command"),
    "split": ("pipeline.cli.split", "split_command"),
    "check": ("pipeline.cli.check", "check_command"),
    "score": ("pipeline.cli.score", "score_command"),
    "words": ("pipeline.cli.align", "words_command"),
    "glossary": ("pipeline.cli.glossary", "glossary_group"),
    "memory": ("pipeline.cli.memory", "memory_group"),
    "model": ("pipeline.cli.model", "model_group"),
    "train": ("pipeline.cli.train", "train_command"),
}


class _LazyGroup(click.Group):
    """A group that imports a subcommand's module when the subcommand is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a day's work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="bitexte", prog_name="bitexte")
@click.option("--debug", is_flag=True, help="Show where an unforeseen failure happened; put it before the command.")
@click.option(
    "--limit",
    "changed",
    metavar="NAME=NUMBER",
    multiple=True,
    help="Read larger files than is safe with strangers' (whole, record, cell, growth, marks, rows; K, M, G, T); "
    "put it before the command.",
)
@click.option(
    "--safe-cells",
    is_flag=True,
    help="Put an apostrophe before what a spreadsheet would run as a formula, in .tsv and .csv files; "
    "put it before the command.",
)
def application(debug: bool, changed: tuple[str, ...], safe_cells: bool) -> None:
    """Translate French to English offline, sentence by sentence.

    The names of a glossary hold, the result stays aligned, and it comes out as text, TMX, parallel
    text and a page to review.
    """
    set_limits(parse_limits(changed))
    set_safe_cells(safe_cells)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with one of the codes above; a user's mistake costs one line."""
    signal.signal(signal.SIGINT, _interrupt)
    code = run(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is over: Python's own end is not to be interrupted
    sys.exit(code)


def _interrupt(_number: int, _frame: object) -> None:
    """As Python does; and remembered, for a library that is being imported may turn it into an error of its own."""
    _interruptions.append(True)
    raise KeyboardInterrupt


_interruptions: list[bool] = []


def run(arguments: Sequence[str] | None = None) -> int:
    """Like `main`, but returns the exit code."""
    debug = "--debug" in list(sys.argv[1:] if arguments is None else arguments)[:3]
    _write_any_name()
    try:
        result = application.main(args=arguments, prog_name="bitexte", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return WRONG_USE
    except GlossaryError as error:
        for problem in error.problems or (str(error),):
            _say(problem)
        return WRONG_USE
    except (KeyboardInterrupt, click.Abort, InterruptedRunError) as stop:
        return _interrupted(stop)
    except BitexteError as error:
        _say(error)
        return WRONG_USE
    except BrokenPipeError:
        drop_output()
        return DONE
    except Exception as error:  # the last resort: what is met here is a fault of ours
        if debug and not _interruptions:
            raise
        return _last_resort(error)
    except SystemExit:
        # click's way of saying that the reader of our output has gone (`| head`): nothing is wrong.
        drop_output()
        return DONE


def _interrupted(stop: BaseException) -> int:
    _say(stop if isinstance(stop, InterruptedRunError) else "interrupted")
    _leave(INTERRUPTED)
    return INTERRUPTED


def _last_resort(error: Exception) -> int:
    if _interruptions:
        return _interrupted(error)
    if isinstance(error, OSError) and error.filename is not None:  # a name too long, a folder taken away meanwhile
        _say(f"{error.filename}: {error.strerror}")
        return WRONG_USE
    _say(_unforeseen(error))
    return UNFORESEEN


def _write_any_name() -> None:
    """Names of files that are no UTF-8 go out as the bytes they are."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="surrogateescape")


def _unforeseen(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "out of memory: give it smaller files, or fewer at once"
    place = ""
    trace = error.__traceback__
    while trace is not None:
        place = f" at {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = " ".join(str(error).split())[:200]
    return (
        f"unforeseen failure: {type(error).__name__}: {what}{place}; "
        "`bitexte --debug COMMAND …` shows all of it: please report that"
    )


def _say(line: object) -> None:
    click.echo(f"bitexte: {line}", err=True)


def _leave(code: int) -> None:
    """End the process now: decodings still queued would otherwise be waited for.

    Everything that matters has been written and renamed by then. Under a test runner nothing is queued
    and the interpreter stays.
    """
    if "ctranslate2" in sys.modules and "pytest" not in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
