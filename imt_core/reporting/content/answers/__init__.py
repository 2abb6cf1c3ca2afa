"""The answer to what a view asks: in a sentence, and a row for each group."""

from typing import Final

from imt_core.reporting.content.answers import (
    benchmark,
    course,
    described,
    incidence,
    response,
    survival,
    target_lesions,
    toxicity,
)
from imt_core.reporting.content.answers.answer import Answer, AnswerFact, AnswerRow, answer_of

__all__ = ["ANSWER_MODULES", "Answer", "AnswerFact", "AnswerRow", "answer_of"]

ANSWER_MODULES: Final = (
    benchmark,
    course,
    described,
    incidence,
    response,
    survival,
    target_lesions,
    toxicity,
)
"""Each registers the results that it answers of when it is imported."""
