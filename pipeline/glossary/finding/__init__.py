"""Where the entries of a glossary stand in French text."""
