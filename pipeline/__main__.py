"""`python -m pipeline` is the `bitexte` command."""

import _signal  # type: ignore[import-not-found]  # what `signal` wraps: it is there before anything is loaded
import os


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it in one line also while it loads."""
    _signal.signal(_signal.SIGINT, _end)
    from pipeline.cli.app import main as run

    run()


def _end(_number: int, _frame: object) -> None:
    """End at once: while modules are loaded, nothing is open that had to be closed."""
    os.write(2, b"bitexte: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
