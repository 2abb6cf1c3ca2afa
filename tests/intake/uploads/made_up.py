"""Small made-up sheets that go wrong, one for each kind, and what each must become.

The figures were worked out by hand from the cells. Medians are in months, in the midpoint of a
curve that is flat at exactly one half, to a tenth; ``None`` is not reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.mapping import Mapping

FILES: Final = Path(__file__).parent / "files"
Ends = tuple[int, int, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted: lines, patients, of each endpoint lines, events and median, responders.

    Endpoints that no line enters, and a response that no row records, are ``None``.
    """

    lines: int
    patients: int
    pfs: Ends | None = None
    rfs: Ends | None = None
    os: Ends | None = None
    response: tuple[int, int] | None = None

    @classmethod
    def of(cls, said: dict[str, Any]) -> Figures:
        """Those that the command prints."""
        ends: dict[str, Ends | None] = {}
        for name, found in said["endpoints"].items():
            if found is not None:
                median = found["median_months"]
                shown = None if median is None else round(median, 1)
                ends[name] = (found["n"], found["events"], shown)
        responses = said["response"]
        return cls(
            lines=said["lines"],
            patients=said["patients"],
            response=responses and (responses["responders"], responses["evaluable"]),
            **ends,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """One sheet.

    Parameters
    ----------
    becomes : Figures
        By the suggestions alone; where something is asked, without the cells in question.
    asks : str
        A part of the one question that is asked; empty where it opens by itself.
    key : str
        Of that question, where it is answered by a choice.
    answers : dict of str to Figures
        What it becomes by each option that asks nothing more.
    mapping : Mapping or None
        The answer that is no choice; `answers` then has it under an empty option.
    says : tuple of str
        Parts of warnings and notes, each in one of them.
    beside : tuple of str
        Names of files that make one cohort with it.
    """

    becomes: Figures
    asks: str = ""
    key: str = ""
    answers: dict[str, Figures] = field(default_factory=dict)
    mapping: Mapping | None = None
    says: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def handed(name: str) -> dict[str, bytes]:
    """The files that make one cohort, by their names."""
    return {file: (FILES / file).read_bytes() for file in (name, *MADE_UP[name].beside)}


_VITAL_STATUS: Final = ColumnMapping(
    target="os_event", source="vital_status", values=(("0", "0"), ("1", "1"))
)

MADE_UP: Final[dict[str, MadeUp]] = {
    "01_current_status.csv": MadeUp(becomes=Figures(lines=6, patients=6, os=(6, 3, None))),
    "02_progressed_no_dates.csv": MadeUp(
        becomes=Figures(lines=5, patients=5, os=(5, 1, None)),
        says=("no date says when. PFS and RFS are not worked out",),
    ),
    "03_half_converted_dates.xlsx": MadeUp(
        becomes=Figures(lines=5, patients=5, os=(5, 2, None), response=(3, 5)),
        asks="Start date, Last follow-up, Death date: did a spreadsheet program exchange day and",
        key="exchanged dates:all",
        answers=dict.fromkeys(
            ("as they stand", "exchanged", "exchanged beside texts"),
            Figures(lines=5, patients=5, os=(5, 2, None), response=(3, 5)),
        ),
    ),
    "04a_adsl.csv": MadeUp(
        becomes=Figures(lines=4, patients=4, pfs=(4, 3, 3.5), os=(4, 1, None)),
        beside=("04b_adtte.csv",),
        says=("is taken to be in days",),
    ),
    "05_two_centres_same_labels.csv": MadeUp(
        becomes=Figures(lines=6, patients=6, os=(6, 2, 33.5), response=(3, 6)),
        asks="Patient holds the same labels under several texts of Centre",
        key="patients:Centre",
        answers={"new": Figures(lines=6, patients=6, os=(6, 2, 33.5), response=(3, 6))},
    ),
    "06_bare_PFS_in_days.csv": MadeUp(
        becomes=Figures(lines=6, patients=6, response=(3, 6)),
        asks="PFS and OS: in which unit are these times?",
        key="unit:OS, PFS",
        answers={
            "days": Figures(lines=6, patients=6, pfs=(6, 6, 1.8), os=(6, 5, 3.8), response=(3, 6)),
            "weeks": Figures(
                lines=6, patients=6, pfs=(6, 6, 12.4), os=(6, 5, 26.4), response=(3, 6)
            ),
            "months": Figures(
                lines=6, patients=6, pfs=(6, 6, 54.0), os=(6, 5, 115.0), response=(3, 6)
            ),
        },
    ),
    "07_plus_is_censored.csv": MadeUp(
        # PFS is at exactly one half from 7 to 8 months: 7.5 in the midpoint, as the model paper
        # reads it; 8 is the median of those who read the first time below one half.
        becomes=Figures(lines=6, patients=6, pfs=(6, 4, 7.5), os=(6, 3, 19.0), response=(3, 6)),
        says=("censored at that time",),
    ),
    "08_footnote_row.csv": MadeUp(
        becomes=Figures(lines=3, patients=3, response=(2, 3)),
        says=("These rows hold remarks below the table, not patients",),
    ),
    "09_total_row.csv": MadeUp(
        becomes=Figures(lines=4, patients=4, pfs=(4, 3, 9.5), os=(4, 2, 19.0), response=(2, 4)),
        says=("These rows hold totals, means or counts, not patients",),
    ),
    "10_row_twice.csv": MadeUp(
        becomes=Figures(lines=3, patients=3, os=(3, 1, None), response=(2, 3)),
        asks="are the same in every cell: was one entered twice, or are they two lines?",
        key="same rows:10_row_twice",
        answers={
            "one": Figures(lines=3, patients=3, os=(3, 1, None), response=(2, 3)),
            "both": Figures(lines=4, patients=3, os=(4, 2, None), response=(2, 4)),
        },
    ),
    "11_oui_non.csv": MadeUp(
        becomes=Figures(lines=4, patients=4, pfs=(4, 3, 12.3), os=(4, 2, None), response=(2, 4))
    ),
    "12_nameless_first_column.csv": MadeUp(
        becomes=Figures(lines=3, patients=3, os=(3, 2, 12.5)),
        says=("The first column without a name only numbers the rows, and was left out.",),
    ),
    "13_two_header_rows_merged.xlsx": MadeUp(
        becomes=Figures(lines=5, patients=3, pfs=(5, 4, 12.4), response=(2, 5)),
        says=("These rows were read as one header.",),
    ),
    "14_patient_on_first_row_only.csv": MadeUp(
        becomes=Figures(lines=6, patients=3, os=(6, 2, None), response=(2, 6)),
        asks="which was the disease of all rows?",
        key="stage:all",
        answers={
            "advanced": Figures(
                lines=6, patients=3, pfs=(6, 5, 8.9), os=(6, 2, None), response=(2, 6)
            ),
            "localized": Figures(
                lines=6, patients=3, rfs=(6, 5, 8.9), os=(6, 2, None), response=(2, 6)
            ),
            "not known": Figures(lines=6, patients=3, os=(6, 2, None), response=(2, 6)),
        },
        says=("These rows name no patient; they go on with the lines of the patient above",),
    ),
    "15_gdc.tsv": MadeUp(
        becomes=Figures(lines=5, patients=5, os=(5, 2, None)),
        says=("It counts from where these times begin: in files of GDC and TCGA from diagnosis",),
    ),
    "16_wide_unit_in_brackets.csv": MadeUp(
        becomes=Figures(lines=5, patients=3, pfs=(5, 4, 12.4), os=(5, 2, None), response=(2, 5)),
        says=("became 5 rows, one per line; 1 empty group was left out",),
    ),
    "17_no_stage.csv": MadeUp(
        becomes=Figures(lines=3, patients=3, os=(3, 1, None), response=(2, 3)),
        asks="which was the disease of all rows?",
        key="stage:all",
        answers={
            "advanced": Figures(
                lines=3, patients=3, pfs=(3, 2, 12.0), os=(3, 1, None), response=(2, 3)
            ),
            "localized": Figures(
                lines=3, patients=3, rfs=(3, 2, 12.0), os=(3, 1, None), response=(2, 3)
            ),
            "not known": Figures(lines=3, patients=3, os=(3, 1, None), response=(2, 3)),
        },
    ),
    "19_died_of_disease.csv": MadeUp(
        becomes=Figures(lines=5, patients=5, os=(5, 2, None)),
        asks="overall survival counts death of any cause. Are these all deaths?",
        key="deaths counted",
        answers={"all": Figures(lines=5, patients=5, os=(5, 2, None))},
    ),
    "20_tcga_header_rows.csv": MadeUp(
        becomes=Figures(lines=3, patients=3, os=(3, 1, None)),
        says=("These rows were read as one header.",),
    ),
    "22_redcap_repeating_event.csv": MadeUp(
        becomes=Figures(lines=5, patients=2, response=(1, 5)),
        says=("3 rows of the repeating instrument followup, and 2 rows that fill its fields once",),
    ),
    "23_value_labels.sav": MadeUp(
        becomes=Figures(lines=8, patients=8, pfs=(5, 3, 10.0), os=(8, 4, 20.0), response=(3, 7)),
        asks="PFS is defined in advanced disease only, but the stage of these lines is localized.",
        key="stage of:pfs",
        answers={
            "left out": Figures(
                lines=8, patients=8, pfs=(5, 3, 10.0), os=(8, 4, 20.0), response=(3, 7)
            ),
            "other": Figures(
                lines=8,
                patients=8,
                pfs=(5, 3, 10.0),
                rfs=(3, 1, None),
                os=(8, 4, 20.0),
                response=(3, 7),
            ),
        },
        says=("The labels of values are taken for their codes",),
    ),
    "24_vital_status_codes.csv": MadeUp(
        becomes=Figures(lines=0, patients=0),
        asks="OS event (column vital_status): what do the words of 4 rows (2–5) mean?",
        mapping=Mapping(columns=(_VITAL_STATUS,)),
        answers={"": Figures(lines=4, patients=4, os=(4, 2, 12.0))},
    ),
    "25_own_codes_as_text.csv": MadeUp(
        becomes=Figures(lines=4, patients=4, response=(1, 4)),
        says=("site_code holds codes that would be merged", "barcode holds codes that would be"),
    ),
    "26_merged_group_cells.xlsx": MadeUp(
        becomes=Figures(lines=5, patients=5, response=(2, 5)),
        says=("hold for each of their rows, and were filled in regimen_group.",),
    ),
    "27_merged_patient_cells.xlsx": MadeUp(
        becomes=Figures(lines=3, patients=2, response=(1, 3)),
        says=("hold for each of their rows, and were filled in patient_id, sex.",),
    ),
    "28_filtered_rows.xlsx": MadeUp(
        becomes=Figures(lines=4, patients=4, os=(4, 3, 7.0), response=(1, 4)),
        asks="is hidden in the sheet, by a filter or by hand: with or without?",
        key="hidden rows:28_filtered_rows",
        answers={
            "with": Figures(lines=4, patients=4, os=(4, 3, 7.0), response=(1, 4)),
            "without": Figures(lines=3, patients=3, os=(3, 3, 7.0), response=(1, 3)),
        },
    ),
    "29_next_line_before_progression.csv": MadeUp(
        becomes=Figures(lines=4, patients=2, pfs=(4, 2, 6.0), os=(4, 2, None)),
        says=("PFS without a progression date is censored when the next line starts.",),
    ),
    "30_lines_that_contradict.csv": MadeUp(
        becomes=Figures(lines=4, patients=2, os=(4, 4, 27.0), response=(2, 4)),
        asks="must not exceed",
        says=(
            "A line starts before a line of the same patient that has a lower number.",
            "OS of a later line is longer than that of an earlier line of the same patient",
            "The PFS event lies after the start of the patient's next line.",
            "is PD, but PFS goes on",
        ),
    ),
    "31_ids_alike.csv": MadeUp(
        becomes=Figures(lines=4, patients=4, os=(4, 1, None), response=(2, 4)),
        asks="Labels of patients differ only in case, blanks, hyphens or leading zeros",
        key="labels alike:patients",
        answers={"different": Figures(lines=4, patients=4, os=(4, 1, None), response=(2, 4))},
        says=("The last contact lies after the death.",),
    ),
    "32_control_character.xlsx": MadeUp(
        becomes=Figures(lines=3, patients=3, os=(3, 2, 7.0), response=(1, 3))
    ),
}
"""By the name of a file; what none of the figures says is asserted where the kind is tested."""
