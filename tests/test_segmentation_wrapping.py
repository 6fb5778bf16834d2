"""Hard-wrapped texts are told from lists, verse, dialogues and texts with a paragraph a line."""

import textwrap

import pytest

from pipeline.segmentation.wrapping import is_hard_wrapped

PROSE = (
    "Le conseil municipal a examiné lundi soir le projet de rénovation de la halle. Les travaux, qui devraient "
    "durer dix-huit mois, coûteront deux millions d'euros. Plusieurs commerçants ont demandé que le marché reste "
    "ouvert pendant toute la durée du chantier, ce que le maire a promis d'étudier avec les services techniques."
)


@pytest.mark.parametrize("width", [45, 60, 72, 80])
def test_prose_of_fixed_width(width: int) -> None:
    text = "\n".join(textwrap.wrap(PROSE, width))
    assert is_hard_wrapped(text)
    assert is_hard_wrapped(text + "\n\n" + text)


def test_words_broken_at_line_ends() -> None:
    assert is_hard_wrapped("Le minis-\ntre a fait une propo-\nsition claire.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Une ligne.",
        PROSE,
        f"{PROSE}\n{PROSE}\n{PROSE}",
        "pomme\npoire\ncerise\nabricot\n",
        "- du pain\n- du lait\n- des œufs frais de la ferme et du beurre salé\n",
        "— Tu viens ?\n— Non.\n— pourquoi ?\n",
        "Sous le pont Mirabeau\nCoule un fleuve\nEt nos amours\nFaut-il qu'il m'en souvienne\n",
        "Nom : Durand\nPrénom : Anne\nville : Lyon\n",
    ],
)
def test_other_texts(text: str) -> None:
    assert not is_hard_wrapped(text)
