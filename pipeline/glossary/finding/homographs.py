"""Words that are a name with a capital and a common French word without one.

At the start of a sentence, or in capitals, they cannot be told apart, so they are not taken for a name.
Names whose lower-case twin a newspaper hardly prints (`Nice`, `Vienne`, `Chine`) are left out on purpose.
"""

from __future__ import annotations

# Folded: lower case, no accents.
HOMOGRAPHS = frozenset(
    (
        # towns, rivers, départements, countries
        *("bar", "bourg", "bulle", "cannes", "chalon", "champagne", "cher", "colombes", "creuse", "croix", "die"),
        *("dominique", "eu", "forges", "grave", "grenade", "landes", "lot", "manche", "maurice", "meaux", "nuits"),
        *("or", "orange", "paris", "perche", "perles", "rance", "rennes", "romans", "sable", "salon", "sens"),
        *("sion", "somme", "sucre", "tonnerre", "tour", "tours", "tulle", "valence", "vertus", "vire", "vitre"),
        # points of the compass
        *("est", "nord", "ouest", "sud"),
        # surnames
        *("abbe", "barre", "berger", "blanc", "bon", "boucher", "boulanger", "brun", "carre", "chevalier", "comte"),
        *("fleur", "fort", "garde", "grand", "gris", "jeune", "large", "loup", "maire", "marchand", "marin"),
        *("mercier", "moulin", "noir", "petit", "pin", "poisson", "prieur", "renard", "roche", "rose", "rouge"),
        *("roux", "royal", "sage", "vert"),
    )
)
