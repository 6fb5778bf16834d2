"""`python -m pipeline` is the `bitexte` command."""

from pipeline.cli.app import main

main()
