"""What keeps a pair out of training."""

import pytest

from pipeline.corpus.pair import Measured, SentencePair
from pipeline.training.filters import TRAINING_FILTERS, refusal

FRENCH = "Le président a rencontré le ministre hier soir à Paris."
CHAIN = "abcdefghijklmnopqrstuvwxyzéèàùçôîûëïüâœæñ"  # 41 letters that do not repeat
ENGLISH = "The president met the minister last night in Paris."


@pytest.mark.parametrize(
    ("french", "english", "reason"),
    [
        (FRENCH, ENGLISH, None),
        (f"« {FRENCH} »", ENGLISH, "quotes"),
        ("Oui.", "Yes.", None),
        ("", "Yes.", "empty"),
        ("mot " * 91, "word " * 91, "long"),
        (f"Voici {CHAIN}", f"Here is {CHAIN}", "long-word"),
        ("La banque ouvre demain matin", "La banque ouvre demain matin", "copied"),
        (FRENCH, "Yes.", "length"),
        ("12 : 45, a", "12: 45, a", "letters"),
        ("Les 12 articles de la loi sont publiés", "The 13 articles of the law are published", "numbers"),
        ("The president who is no longer in Paris has met the ministers.", ENGLISH, "source-language"),
    ],
)
def test_a_pair_is_refused_for_its_first_fault(french, english, reason):
    assert refusal(Measured(SentencePair(french, english))) == reason


def test_a_corpus_build_may_keep_what_is_too_long_to_train_on():
    assert TRAINING_FILTERS["long"][1] < TRAINING_FILTERS["long"][0].default
