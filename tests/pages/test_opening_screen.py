"""What stands where on the screen that opens a sheet: what it becomes, doubts, then the rest."""

from __future__ import annotations

from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import write_mapping
from tests.intake.own_sheets import GERMAN, ITALIAN
from tests.intake.uploads.made_up import handed
from tests.intake.uploads.test_lines import IN_FRENCH
from tests.intake.uploads.test_plausibility import ALIVE
from tests.intake.uploads.test_whose_rows import TWO_CENTRES
from tests.pages.conftest import Opener, texts, upload, uploader
from tests.pages.test_opening import AMBIGUOUS, BROKEN, NUMBERS, control, words

NO_OUTCOME = b"patient_id,sex\na,male\nb,female\n"
ROWS = b"os_months,os_event\n3,1\n4,0\n"
ASKS = (
    b"Centre,Patient,PFS,Progressed,Best response\nA,1,48,1,PR\nA,2,51,1,hm\nA,3,20,0,SD\n"
    b"B,1,180,1,PR\nB,2,70,0,SD\nB,3,90,1,PD\n"
)


def table_of(app: AppTest) -> list[list[str]]:
    """The rows of the box, without those that head them."""
    table = next(m.value for m in app.main.markdown if m.value.startswith("| Endpoint | Lines"))
    return [
        [cell.strip() for cell in row.replace("*", "").strip("|").split("|")]
        for row in table.splitlines()[2:]
    ]


def uploaded(app: AppTest, name: str) -> AppTest:
    """The page once the files of a made-up cohort were put into the uploader together."""
    for file, content in handed(name).items():
        uploader(app).upload(file, content)
    app.run()
    assert not app.exception
    return app


def drawn(app: AppTest) -> list[str]:
    """The kinds of what the page shows, from top to bottom, without what only arranges it."""
    arranging = ("main", "page_link", "empty", "html", "column", "flex_container")
    kinds = [
        "table" if element.type == "html" and "<table" in element.value else element.type
        for element in app.main
    ]
    return [kind for kind in kinds if kind not in arranging]


def test_what_the_sheet_becomes_stands_before_everything_else(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    assert drawn(app)[:5] == ["title", "markdown", "button", "button", "markdown"]
    assert "Ready to open: 5 lines in 4 patients" in app.main.markdown[0].value.replace("*", "")
    assert app.main.markdown[1].value.startswith("| Endpoint | Lines | Events | Median (months)")


def test_the_box_tells_the_numbers_and_the_columns_of_each_endpoint(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    assert table_of(app) == [
        [
            "PFS",
            "4",
            "3",
            "8.2",
            "worked out from Data inizio terapia, Data progressione, Data decesso and "
            "Ultimo contatto",
        ],
        [
            "RFS",
            "1",
            "0",
            "NR",
            "worked out from Data inizio terapia, Data progressione, Data decesso and "
            "Ultimo contatto",
        ],
        [
            "OS",
            "5",
            "3",
            "27.0",
            "worked out from Data inizio terapia, Data decesso and Ultimo contatto",
        ],
        ["Response", "4", "", "", "2 of 4 evaluable lines respond"],
    ]


def test_an_endpoint_without_a_case_says_why(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    assert "No PFS: no column says who had a progression." in texts(app)


def test_an_answer_changes_what_the_box_counts(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "centres.csv", TWO_CENTRES.encode())
    assert "1 problem must be settled first. Counted so far: 6 lines in 6 patients" in words(app)
    control(app, "radio", "_ask_patients:Centre").set_value("same").run()  # type: ignore[attr-defined]
    assert "6 lines in 3 patients" in words(app)


def test_what_is_implausible_is_marked_in_the_box(open_page: Opener) -> None:
    text = ALIVE.replace("Dead", "Dead,Best response").replace(",0", ",0,PR")
    app = upload(open_page("cohort"), "alive.csv", text.encode())
    (survival,) = [row for row in table_of(app) if row[0] == "OS"]
    assert survival[1:3] == ["3", "0"]
    assert "implausible, asked below" in survival[4]
    control(app, "radio", "_ask_no events:os").set_value("right").run()  # type: ignore[attr-defined]
    assert "implausible" not in texts(app)


@pytest.mark.parametrize(
    "sheet",
    [ITALIAN, GERMAN, NUMBERS, AMBIGUOUS, BROKEN, NO_OUTCOME, ROWS, TWO_CENTRES.encode(), ASKS],
)
def test_under_every_heading_something_stands(open_page: Opener, sheet: bytes) -> None:
    app = upload(open_page("cohort"), "own.csv", sheet)
    shown = drawn(app)
    assert "header" in shown
    assert shown[-1] != "header"
    assert ("header", "header") not in pairwise(shown)


def test_a_sheet_without_a_question_has_nothing_to_check(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    assert "Please check" not in [heading.value for heading in app.header]
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    assert next(heading.value for heading in app.header) == "Please check"


def test_questions_stand_in_the_order_of_what_hangs_on_them(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", ASKS)
    keys = [str(e.key) for e in app.main if e.type in ("radio", "selectbox")]
    asked = [key.split("_", 2)[2] for key in keys]
    wanted = ["ask_patients:Centre", "ask_unit:PFS", "check_word_best_response_hm"]
    assert [key for key in asked if key in wanted] == wanted
    assert asked[0] == "ask_patients:Centre"


def test_a_guess_stands_before_what_is_assumed_and_what_is_certain(open_page: Opener) -> None:
    app = uploaded(open_page("cohort"), "01_current_status.csv")
    headings = [heading.value for heading in app.header]
    assert headings[:3] == ["Less certain", "Answered or assumed", "Events and groups"]
    assert headings.index("Columns") < headings.index("Problems and notes")
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    assert "Less certain" not in [heading.value for heading in app.header]


def test_what_a_control_asks_is_not_listed_again(open_page: Opener) -> None:
    app = uploaded(open_page("cohort"), "24_vital_status_codes.csv")
    assert "what do these texts in vital_status mean?" in words(app)
    assert "must be 1 or 0" not in words(app)
    assert "must have a known meaning" not in words(app)


def test_the_button_waits_where_only_answers_are_missing(open_page: Opener) -> None:
    for name in ("14_patient_on_first_row_only.csv", "24_vital_status_codes.csv"):
        app = uploaded(open_page("cohort"), name)
        assert app.button(key="opening_not_yet").disabled
        assert "opening_without" not in [button.key for button in app.button]
        assert "cannot be left out" not in words(app)


def test_why_cells_cannot_be_left_out_is_said_once(open_page: Opener) -> None:
    app = uploaded(open_page("cohort"), "30_lines_that_contradict.csv")
    assert app.button(key="opening_without").disabled
    assert words(app).count("PFS would lose all its censored cases") == 1


def test_a_question_stands_above_the_dates_that_show_it(open_page: Opener) -> None:
    app = uploaded(open_page("cohort"), "03_half_converted_dates.xlsx")
    shown = drawn(app)
    assert shown.index("radio") < shown.index("table")


def test_an_assumption_names_its_rows_and_no_column_by_its_short_name(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "lines.csv", IN_FRENCH.encode())
    (caption,) = [c.value for c in app.caption if "when the next line starts" in c.value]
    assert caption.endswith("(rows 2, 4)")
    app = uploaded(open_page("cohort"), "17_no_stage.csv")
    assert "(stage)" not in texts(app)


def test_many_rows_are_named_by_their_number_and_notes_are_folded(open_page: Opener) -> None:
    starts = "".join(f"{n},03/02/2018,25/12/2020,no\n" for n in range(1, 41))
    sheet = f"Patient,Start date,Last follow-up,Dead\n{starts}a,13/02/2018,25/12/2020,yes\n"
    app = upload(open_page("cohort"), "own.csv", sheet.encode())
    (folded,) = [e for e in app.expander if "on how the sheet was read" in e.label]
    assert folded.label == "1 note on how the sheet was read"
    assert "Start date, rows 2–11 and 30 more: " in words(app)


def test_certain_columns_are_folded_into_one_line(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    (folded,) = [e for e in app.expander if e.label.endswith("certain")]
    certain = [s.label for s in folded.selectbox]
    assert folded.label == f"{len(certain)} columns certain"
    assert {"Patient", "Sex", "Best response"} <= set(certain)


def test_a_column_that_is_a_guess_stands_open(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", b"Patient,OS,Dead\n1,157,1\n2,103,1\n3,235,0\n")
    (folded,) = [e for e in app.expander if e.label.endswith("certain")]
    assert "OS (months)" not in [s.label for s in folded.selectbox]
    assert "OS (months)" in [s.label for s in app.main.selectbox]


def test_a_column_is_called_chosen_only_where_the_reader_chose_it(open_page: Opener) -> None:
    sheet = b"Patient_ID,OS_Months,os_event,Spare\na,3,1,5\nb,x,0,6\n"
    app = upload(open_page("cohort"), "own.csv", sheet)
    assert "The template's own header" in texts(app)
    assert "Chosen" not in texts(app)
    control(app, "selectbox", "_column_os_months").set_value("Spare").run()  # type: ignore[attr-defined]
    assert texts(app).count("Chosen") == 1


def test_columns_that_a_sheet_lacks_stand_in_one_line(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "centres.csv", TWO_CENTRES.encode())
    assert words(app).count("Not in this sheet: ") == 1
    assert "Not in this sheet: ALK status, Stage, Regimen group." in words(app)
    assert "The sheet has no column" not in texts(app)


def test_messages_name_columns_as_their_controls_do(open_page: Opener) -> None:
    app = upload(open_page("survival"), "broken.csv", BROKEN)
    assert "OS (months), row 3: OS (months) must be" in words(app)
    problems = [m.value for m in app.main.markdown if ":material/error:" in m.value]
    assert not [text for text in problems if "os_months" in text.replace("\\", "")]


def test_a_sheet_without_an_outcome_asks_for_its_columns_where_it_is_said(
    open_page: Opener,
) -> None:
    app = upload(open_page("cohort"), "own.csv", NO_OUTCOME.replace(b"sex", b"sex,Grade,Months"))
    assert "Which columns hold an outcome?" in words(app)
    control(app, "selectbox", "_column_best_response").set_value("Grade").run()  # type: ignore[attr-defined]
    mapping: Mapping = app.session_state["pending_opening"].mapping
    assert mapping.of("best_response") is not None
    assert b"Grade" in write_mapping(mapping)
