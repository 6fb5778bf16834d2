"""Several reviewers at once on one folder: the store of what they say, the desk, and the server before it."""
