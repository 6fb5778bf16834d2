"""Single quotation marks of English, as patterns that tell them from apostrophes (`'tis`, the '90s, rock 'n' roll)."""

from __future__ import annotations

OPENING_SINGLE = r"(?<![\w'’])['‘](?!\d0s|n['’]|tis|twas|em\b)(?=\w)"
CLOSING_SINGLE = r"(?<=[\w.,;:!?…)])['’](?![\w'’])"
"""May also be the apostrophe of `workers' rights`: nothing but a mark that opens before it tells."""
