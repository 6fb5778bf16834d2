"""Names that no glossary has yet: found, suggested, and held against each other."""
