"""What a report of a retrospective series of an ultra-rare tumour is expected to say.

The items follow the consensus on retrospective studies in ultra-rare sarcomas and the STROBE
statement for cohort studies, in words of our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

CONSENSUS: Final = "consensus"
STROBE: Final = "STROBE"

REFERENCES: Final[Mapping[str, str]] = {
    CONSENSUS: "Consensus on retrospective studies in ultra-rare sarcomas, "
    "doi:10.1016/j.ctrv.2022.102455",
    STROBE: "STROBE statement for cohort studies (von Elm and others, Lancet 2007), "
    "doi:10.1016/S0140-6736(07)61602-X",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyItem:
    """One thing that a report should say.

    Parameters
    ----------
    key : str
        Its name in a session file.
    heading : str
    asks : str
        What is to be said, as questions.
    sources : tuple of str
        Who asks for it: the consensus, items of STROBE, or both.
    """

    key: str
    heading: str
    asks: str
    sources: tuple[str, ...]


def _strobe(*items: str) -> str:
    return f"{STROBE} {', '.join(items)}"


_ITEMS: Final = (
    StudyItem(
        key="setting",
        heading="Setting and period",
        asks="In which centres and countries were these patients treated, from when to when, and "
        "when were the data closed?",
        sources=(CONSENSUS, _strobe("5")),
    ),
    StudyItem(
        key="eligibility",
        heading="Who was eligible",
        asks="By which rules did a patient enter, which records were searched for them, and how "
        "many were left out for what reason?",
        sources=(CONSENSUS, _strobe("6", "13")),
    ),
    StudyItem(
        key="centres",
        heading="How centres were chosen",
        asks="Who was asked to take part and who declined? Could centres with good results have "
        "been more willing?",
        sources=(CONSENSUS,),
    ),
    StudyItem(
        key="pathology",
        heading="Pathology review",
        asks="Was the diagnosis reviewed by an expert, in how many patients, and by which markers "
        "was it made?",
        sources=(CONSENSUS,),
    ),
    StudyItem(
        key="treatments",
        heading="Treatments and why they were chosen",
        asks="Which regimens and doses were given, and what made physicians choose one rather than "
        "another?",
        sources=(CONSENSUS, _strobe("7", "9")),
    ),
    StudyItem(
        key="response_reader",
        heading="Who read the response",
        asks="By which criteria was response assessed, by whom, centrally or locally, and did the "
        "reader know treatment and outcome?",
        sources=(CONSENSUS, _strobe("8")),
    ),
    StudyItem(
        key="imaging_interval",
        heading="Interval of imaging",
        asks="How often were patients imaged, and was it alike in the groups compared? Progression "
        "is found no earlier than the next image.",
        sources=(CONSENSUS, _strobe("8")),
    ),
    StudyItem(
        key="endpoints",
        heading="Definition of endpoints",
        asks="From which day does each endpoint count, what ends it, and what censors it?",
        sources=(CONSENSUS, _strobe("7", "12")),
    ),
    StudyItem(
        key="follow_up",
        heading="Follow-up",
        asks="How long were patients followed, by which method is that said, and who was lost?",
        sources=(CONSENSUS, _strobe("14")),
    ),
    StudyItem(
        key="duplicates",
        heading="Patients reported elsewhere",
        asks="Which of these patients stand in other publications or registries, and how were "
        "patients found that two centres sent in?",
        sources=(CONSENSUS,),
    ),
    StudyItem(
        key="flow",
        heading="Flow of patients",
        asks="How many entered each result, and why did others not?",
        sources=(_strobe("13"),),
    ),
    StudyItem(
        key="missing_data",
        heading="Missing data",
        asks="What is not recorded, for how many, and what was done about it?",
        sources=(CONSENSUS, _strobe("12", "14")),
    ),
    StudyItem(
        key="size",
        heading="Why this many",
        asks="Were all eligible patients taken, or what else settled the number?",
        sources=(_strobe("10"),),
    ),
    StudyItem(
        key="confounding",
        heading="What differs between the groups",
        asks="Which differences at the start could explain a difference in outcome, and was "
        "anything adjusted for?",
        sources=(CONSENSUS, _strobe("9", "12")),
    ),
    StudyItem(
        key="subgroups",
        heading="Subgroups looked at",
        asks="Which subgroups were planned and which were looked at afterwards? Of many looks some "
        "differ by chance.",
        sources=(CONSENSUS, _strobe("12", "17")),
    ),
    StudyItem(
        key="sensitivity",
        heading="Sensitivity",
        asks="Do the results hold with another convention, or without any one patient?",
        sources=(CONSENSUS, _strobe("12", "17")),
    ),
    StudyItem(
        key="external",
        heading="Comparison with other series",
        asks="Which published series are set beside these results, and how do their patients, "
        "years, lines of treatment and readers differ?",
        sources=(CONSENSUS, _strobe("18")),
    ),
    StudyItem(
        key="limits",
        heading="Limits",
        asks="In which direction could selection, recall and small numbers have moved the results, "
        "and to whom do they apply?",
        sources=(_strobe("19", "21"),),
    ),
    StudyItem(
        key="ethics",
        heading="Ethics and funding",
        asks="Who approved the study, how was consent handled, and who paid?",
        sources=(_strobe("22"),),
    ),
)

STUDY_ITEMS: Final[Mapping[str, StudyItem]] = {item.key: item for item in _ITEMS}
"""In the order of a report."""
