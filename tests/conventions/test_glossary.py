"""The glossary: each word once, in one plain sentence, found where it is written."""

from __future__ import annotations

import re

import pytest

from imt_core.conventions.glossary import GLOSSARY, explain


def names(text: str) -> list[str]:
    return [term.name for term in explain(text)]


def test_no_two_terms_share_a_spelling() -> None:
    spelled = [
        text.casefold() for term in GLOSSARY.values() for text in (term.name, *term.spellings)
    ]
    assert len(spelled) == len(set(spelled))


@pytest.mark.parametrize("name", GLOSSARY)
def test_a_term_is_explained_in_one_sentence_that_is_found_by_each_of_its_spellings(
    name: str,
) -> None:
    term = GLOSSARY[name]
    assert re.fullmatch(r"[^.]*(1\.33|0\.05)?[^.]*\.", term.sentence)
    assert len(term.sentence) <= 170
    for spelling in (term.name, *term.spellings):
        assert explain(spelling) == (term,)


def test_an_abbreviation_is_told_from_a_word_by_its_capitals() -> None:
    assert names("OS and os, or in Os; PR, pr") == ["OS", "PR"]
    assert names("P of p") == ["p"]


def test_words_are_found_in_any_case_and_only_whole() -> None:
    assert names("Hazard ratio 0.41; Log-Rank p < 0.001") == ["HR", "log-rank", "p"]
    assert names("coxsackie, unevaluable, non-responder, medianly, RECISTs") == []


def test_of_terms_within_each_other_the_longest_is_found() -> None:
    assert names("reverse Kaplan-Meier") == ["median follow-up"]
    assert names("Kaplan-Meier, reverse Kaplan-Meier") == ["Kaplan-Meier", "median follow-up"]
    assert names("Fisher's exact test") == ["Fisher's exact test"]
    assert names("95% CI: exact (Clopper-Pearson)") == ["CI", "exact (Clopper-Pearson)"]


def test_a_term_is_told_once_where_it_is_first_written() -> None:
    assert names("PFS by RECIST; PFS again, progression-free survival") == ["PFS", "RECIST"]


def test_an_abbreviation_is_found_before_a_hyphen() -> None:
    assert names("ALK-positive") == ["ALK"]
