"""Readers (bytes to documents, files to bitexts) and writers (bitexts to files)."""
