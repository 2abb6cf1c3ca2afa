"""Words that say that a patient does not belong to the cohort, in any of the languages."""

from __future__ import annotations

import re
from typing import Final

from imt_core.conventions.plain_text import plain_text

EXCLUDED_WORD: Final = (
    r"(?:excluded|esclus[oaie]|ausgeschlossen\w*|exclue?s?|excluid[oa]s?|geexcludeerd|uitgesloten|"
    r"wykluczon[yaei]|wylaczon[yaei]|ineligible|screen(?:ing)? fail(?:ures?|ed)?)"
)
_SAYS: Final = re.compile(
    rf"(?:(?P<before>.*) )?(?:{EXCLUDED_WORD}|not (?:eligible|included|"
    r"in (?:the )?(?:study|analysis|cohort)|an imt|imt)|no imt|non (?:eleggibile|inclus[oa]|"
    r"arruolat[oa])|nicht (?:eingeschlossen|auswertbar)|non inclus(?:e)?|non eligible|"
    r"no (?:incluid[oa]|elegible)|niet (?:geincludeerd|geschikt)|nie (?:wlaczon[yae]|"
    r"zakwalifikowan[yae])|second opinion(?: only)?|solo second opinion|nur zweitmeinung|"
    r"zweitmeinung|deuxieme avis|segunda opinion|alleen second opinion|druga opinia)"
    r"(?P<behind> .*)?"
)
_NOT: Final = re.compile(r"(?:.* )?(?:not|non|nicht|pas|no|niet|nie|never|mai)")
_OTHER_THING: Final = re.compile(
    r"metast\w*|progress\w*|relapse\w*|recid\w*|mutation\w*|fusion\w*|alk|malign\w*|response\w*|"
    r"infection\w*|biops\w*|rezidiv\w*|tumou?r\w*|lesion\w*"
)
_HEADING: Final = re.compile(rf"\b{EXCLUDED_WORD}\b")


def says_excluded(text: str) -> bool:
    """Whether a cell says that its row is excluded, and nothing else is.

    Examples
    --------
    >>> [says_excluded(text) for text in ("Excluded: wrong histology", "no chemo - excluded")]
    [True, True]
    >>> [says_excluded(text) for text in ("not excluded", "metastasis excluded", "escluso")]
    [False, False, True]
    """
    found = _SAYS.fullmatch(plain_text(text))
    if found is None or _NOT.fullmatch(found["before"] or ""):
        return False
    return not _OTHER_THING.fullmatch((found["before"] or "x").split()[-1])


def is_heading_of_excluded(text: str) -> bool:
    """Whether a lone text says that the rows below it are excluded.

    Examples
    --------
    >>> [is_heading_of_excluded(text) for text in ("Pazienti esclusi", "Milan", "Exclus :")]
    [True, False, True]
    """
    return bool(_HEADING.search(plain_text(text)))
