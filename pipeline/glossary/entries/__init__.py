"""The entries of a glossary: what one is, and the files that hold them."""
