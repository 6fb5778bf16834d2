"""`python -m pipeline` is the `bitexte` command."""

import os
import sys


def main() -> None:
    """Load the command line and run it; Ctrl-C ends it in one line also while it loads."""
    try:
        from pipeline.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write("bitexte: interrupted\n")
        sys.stderr.flush()
        os._exit(130)
    run()


if __name__ == "__main__":
    main()
