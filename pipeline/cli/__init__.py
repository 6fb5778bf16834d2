"""The command line: it reads options, calls a workflow function and prints."""
