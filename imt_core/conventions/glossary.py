"""The words of results, each with what it means in one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the trade.

    Parameters
    ----------
    name : str
        As it is written; an abbreviation counts in capitals only.
    meaning : str
        One plain sentence.
    stands_for : str
        What an abbreviation is short for; empty of a word.
    spellings : tuple of str
        Other ways of writing it.
    """

    name: str
    meaning: str
    stands_for: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it stands for, and what that is.

        Examples
        --------
        >>> GLOSSARY["PR"].sentence
        'Partial response: the tumour shrank by at least 30% in diameter.'
        """
        told = f"{self.stands_for}: {self.meaning}" if self.stands_for else self.meaning
        return f"{told[:1].upper()}{told[1:]}."


def _abbreviation(name: str, stands_for: str, meaning: str, *spellings: str) -> Term:
    return Term(name=name, stands_for=stands_for, meaning=meaning, spellings=spellings)


def _word(name: str, meaning: str, *spellings: str) -> Term:
    return Term(name=name, meaning=meaning, spellings=spellings)


_RESPONSE: Final = (
    _abbreviation(
        "RECIST",
        "Response Evaluation Criteria in Solid Tumours",
        "the rules by which scans are read as response, stable disease or progression",
    ),
    _abbreviation("CR", "complete response", "every sign of the tumour is gone"),
    _abbreviation("PR", "partial response", "the tumour shrank by at least 30% in diameter"),
    _abbreviation("SD", "stable disease", "the tumour neither shrank nor grew enough to count"),
    _abbreviation(
        "PD",
        "progressive disease",
        "the tumour grew by at least 20% in diameter, or new ones appeared",
    ),
    _abbreviation(
        "NE",
        "not evaluable, or not estimable",
        "of a response, it could not be assessed; of a number, these cases do not give it",
    ),
    _word(
        "waterfall",
        "a bar for each line: how far its measured tumours shrank or grew at best, the worst first",
        "waterfall plot",
    ),
    _word(
        "spider plot", "a line for each treatment line: how its measured tumours changed over time"
    ),
    _word(
        "target lesions",
        "the tumours, five at most, that are measured on every scan and whose sum is followed",
        "target lesion",
    ),
    _abbreviation(
        "ORR",
        "overall response rate (CR + PR)",
        "the share of cases in which the tumour shrank or vanished",
        "overall response rate",
    ),
    _word("evaluable", "with a recorded response of CR, PR, SD or PD"),
    _word(
        "all treated",
        "the evaluable and those whose response could not be assessed, who count as no response",
    ),
    _word("disease control", "a response or stable disease: CR, PR or SD as the best response"),
    _word("durable control", "a response, or stable disease that lasted for the months named"),
    _abbreviation(
        "CTCAE",
        "Common Terminology Criteria for Adverse Events",
        "grades of toxicity, from 1 (mild) to 5 (death)",
    ),
    _word("worst grade", "the highest grade of any adverse event on a line; 0 where none was"),
    _word("responder", "a case with a complete or partial response", "responders"),
)

_TIMES: Final = (
    _abbreviation(
        "DOR",
        "duration of response",
        "the time from the first response to progression or death, of responders only",
        "duration of response",
    ),
    _abbreviation(
        "PFS",
        "progression-free survival",
        "the time to progression or death, whichever comes first, of advanced disease",
        "progression-free survival",
    ),
    _abbreviation(
        "RFS",
        "relapse-free survival",
        "the time to recurrence or death, whichever comes first, of localized disease",
        "relapse-free survival",
        "recurrence-free survival",
    ),
    _abbreviation("OS", "overall survival", "the time to death of any cause", "overall survival"),
    _abbreviation(
        "TTNT",
        "time to next treatment",
        "the time until another treatment starts",
        "time to next treatment",
    ),
    _abbreviation(
        "NR",
        "not reached",
        "the curve did not fall so far while cases were followed, so there is no such time yet",
        "not reached",
    ),
    _word(
        "censored",
        "followed until then without the event, which may still come: known to last at least "
        "so long",
    ),
    _word("at risk", "still followed and without the event just before that time"),
    _word(
        "median",
        "the time by which half have had the event, or of a measured number the middle value",
    ),
    _abbreviation(
        "Q1", "first quartile", "a quarter lie below it; of times, a quarter had the event by then"
    ),
    _abbreviation(
        "Q3", "third quartile", "a quarter lie above it; of times, three quarters had it by then"
    ),
    _word(
        "median follow-up",
        "half of the cases were watched for at least so long, or would have been had they not died "
        "(reverse Kaplan-Meier)",
        "reverse Kaplan-Meier",
    ),
    _word(
        "restricted mean",
        "the average time without the event up to a chosen month (horizon): the area under the "
        "curve",
        "horizon",
    ),
    _word(
        "landmark",
        "time starts at a chosen month, among those still followed then, grouped by what was "
        "known by then",
        "landmark analysis",
    ),
    _word(
        "growth modulation index",
        "how long a line held against the line before it in the same patient; above 1.33 it held "
        "a third longer",
    ),
)

_CURVES: Final = (
    _word(
        "Kaplan-Meier",
        "the share still without the event over time, which uses also those followed for less",
    ),
    _word("Greenwood", "the usual formula for how uncertain a Kaplan-Meier curve is at each time"),
    _word(
        "log scale",
        "limits are worked out on the logarithm of the share, the usual choice, and may touch 100% "
        "in small groups",
    ),
    _word(
        "log(-log) scale",
        "limits are worked out on a doubly logarithmic scale, which keeps them between 0% and 100%",
    ),
    _word("linear scale", "limits are worked out on the share itself and cut off at 0% and 100%"),
    _word(
        "beta product",
        "limits for small groups that are wide enough also when events are few",
        "beta product confidence procedure",
    ),
    _word(
        "cumulative incidence",
        "the share that has had the event by a time, where another event can rule it out",
        "incidence",
    ),
    _word(
        "Aalen-Johansen",
        "how a cumulative incidence is estimated where another event can rule out the first",
    ),
    _word(
        "competing event",
        "one that rules the event of interest out, as death before a recurrence",
        "competing deaths",
        "competing",
    ),
)

_TESTS: Final = (
    _abbreviation(
        "CI",
        "confidence interval",
        "the range of true values that these cases are compatible with",
        "confidence interval",
    ),
    _abbreviation(
        "HR",
        "hazard ratio",
        "how many times as often the event happens in one group as in the other at any time; "
        "below 1, more rarely",
        "hazard ratio",
    ),
    _word(
        "p",
        "how often chance alone would make groups differ at least this much",
        "p value",
        "p values",
    ),
    _word("log-rank", "a test of whether the curves of groups differ over the whole time"),
    _word(
        "permutation",
        "a test that deals the same cases out to the groups again and again, for small groups",
    ),
    _word(
        "Fisher's exact test", "a test of whether shares of groups differ, right in small groups"
    ),
    _word("Gray's test", "a test of whether cumulative incidences of groups differ"),
    _word(
        "Holm",
        "raises each p for the number of comparisons made, so that chance alone rarely gives one "
        "below 0.05",
        "Holm-adjusted",
    ),
    _word("Cox", "the model that gives hazard ratios", "Cox regression"),
    _word(
        "proportional hazards",
        "that the hazard ratio stays the same over time; a small p speaks against it",
    ),
    _word("Efron", "how a Cox regression counts events on the same day"),
    _word("Wald", "p value and limits from an estimate and its standard error"),
    _word(
        "Firth",
        "a correction that keeps a hazard ratio finite where all events are on one side; read its "
        "interval, not its size",
        "Firth's penalised likelihood",
    ),
    _word(
        "clustered by patient",
        "lines of one patient are taken as belonging together, so that they do not pass for "
        "several patients",
        "by patient",
        "several lines of a patient",
    ),
    _word(
        "fragility", "how few patients' outcomes would have to differ for the conclusion to change"
    ),
    _word(
        "exact (Clopper-Pearson)",
        "limits of a share that are wide enough for any number of cases",
        "Clopper-Pearson",
        "exact limit",
    ),
    _word("Wilson score", "limits of a share, narrower than the exact ones", "Wilson"),
    _word("Jeffreys", "limits of a share from a Bayesian argument, narrower than the exact ones"),
    _word("mid-P", "exact limits made a little narrower", "mid-P exact"),
    _word("Newcombe", "limits of a difference between two shares"),
    _word("Miettinen-Nurminen", "limits of a difference between two shares, for small groups"),
    _word("two-sided", "counts a difference in either direction"),
    _word(
        "weighted",
        "gives early or late events more weight than a log-rank test does",
        "Gehan-Wilcoxon",
        "Tarone-Ware",
        "Peto-Peto",
        "Fleming-Harrington",
    ),
    _word(
        "stratified",
        "compares only cases that are alike in a further column, and adds the comparisons up",
        "strata",
        "stratum",
        "within strata",
    ),
    _word(
        "independent",
        "one case tells nothing about another, as of different patients; lines of one patient are "
        "not",
    ),
    _word(
        "coefficient",
        "what a regression estimates: one for a number, one for each level but the first",
        "coefficients",
    ),
    _word("standard error", "how far an estimate would vary from one such series to another"),
    _word(
        "likelihood-ratio test",
        "a test of whether a model with these columns fits better than one without",
        "likelihood-ratio",
        "likelihood ratio",
    ),
    _word("interaction", "that a difference between treatments is not the same in all subgroups"),
)

_OTHERS: Final = (
    _abbreviation(
        "ALK",
        "anaplastic lymphoma kinase",
        "a gene that is rearranged in some tumours, against which there are drugs",
    ),
    _abbreviation("IMT", "inflammatory myofibroblastic tumour", "an ultra-rare sarcoma"),
    _abbreviation("IHC", "immunohistochemistry", "a protein stained on a slice of the tumour"),
    _abbreviation("FISH", "fluorescence in situ hybridisation", "a rearranged gene made visible"),
    _abbreviation("SAS", "a statistics program", "named where programs differ in a convention"),
    _word(
        "index patient",
        "the patient whom a board discusses: marked in every view, and counted like everybody",
    ),
)

GLOSSARY: Final[Mapping[str, Term]] = {
    term.name: term for term in (*_RESPONSE, *_TIMES, *_CURVES, *_TESTS, *_OTHERS)
}
"""Every term by its name, by subject."""


_BY_SPELLING: Final = {
    spelling: term for term in GLOSSARY.values() for spelling in (term.name, *term.spellings)
}
_BY_FOLDED: Final = {spelling.casefold(): term for spelling, term in _BY_SPELLING.items()}


def _alternative(spelling: str) -> str:
    # Abbreviations are told from words by their capitals: OS is no "os", and p no P.
    as_it_is = spelling == "p" or (spelling[:2].isupper() and spelling in GLOSSARY)
    return re.escape(spelling) if as_it_is else f"(?i:{re.escape(spelling)})"


_FOUND: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(_alternative(text) for text in sorted(_BY_SPELLING, key=len, reverse=True))
    + r")(?!\w|-\d)"  # A patient IMT-01 is no tumour.
)


def glossed(text: str) -> tuple[tuple[str, Term | None], ...]:
    """Part a text into its terms and what stands between them.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of (str, Term or None)
        Joined, the text. Of terms within each other the longest is taken.

    Examples
    --------
    >>> [(part, term.name if term else "") for part, term in glossed("No ORR, no CI")]
    [('No ', ''), ('ORR', 'ORR'), (', no ', ''), ('CI', 'CI')]
    >>> [part for part, term in glossed("IMT, patient IMT-01") if term]
    ['IMT']
    """
    parts: list[tuple[str, Term | None]] = []
    end = 0
    for match in _FOUND.finditer(text):
        if match.start() > end:
            parts.append((text[end : match.start()], None))
        one, end = match.group(), match.end()
        parts.append((one, _BY_SPELLING.get(one) or _BY_FOLDED[one.casefold()]))
    if end < len(text):
        parts.append((text[end:], None))
    return tuple(parts)


def explain(text: str) -> tuple[Term, ...]:
    """Find the terms that occur in a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Term
        In order of appearance, each once; of terms within each other the longest.

    Examples
    --------
    >>> [term.name for term in explain("ORR of evaluable (95% CI); log-rank p = 0.02")]
    ['ORR', 'evaluable', 'CI', 'log-rank', 'p']
    >>> [term.name for term in explain("95% CI on the log(-log) scale")]
    ['CI', 'log(-log) scale']
    >>> explain("dose in mg")
    ()
    """
    return tuple(dict.fromkeys(term for _, term in glossed(text) if term is not None))
