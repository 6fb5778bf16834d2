"""The review page, and the way its edits come home."""
