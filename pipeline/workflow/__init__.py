"""One function a use: what the command line and the Python API call."""
