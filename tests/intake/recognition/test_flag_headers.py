"""What a header says of 1 and 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.intake.recognition.flag_headers import flag_direction, header_legend


@pytest.mark.parametrize(
    "header",
    [
        "CNSR",
        "censor",
        "Censored",
        "zensiert",
        "censurato",
        "censurado",
        "censuré",
        "OS_censored",
        "gecensureerd",
        "PFS zensiert",
        "os_cnsr",
        "Alive",
        "in vita",
        "lebt",
        "OS censored (1=yes)",
        "Alive Y/N",
        "Still alive",
        "Vivo al FU",
        "Lebt noch",
        "Vivo si/no",
        "Alive at last follow-up",
        "not dead",
        "Not deceased",
        "progression-free",
        "relapse-free",
        "Progressionsfrei",
        "libero da recidiva",
        "sans progression",
        "ziektevrij",
        "libre de progresión",
        "no progression",
        "Disease free",
        "event-free",
        "Progression-free survival censored",
        "No evidence of disease",
    ],
)
def test_headers_of_censoring_of_being_alive_and_of_being_free_are_inverted(header: str) -> None:
    assert flag_direction(header) == "inverted"


@pytest.mark.parametrize(
    "header",
    [
        "os_event",
        "not censored",
        "uncensored",
        "census",
        "",
        "event (0 = censored)",
        "non censurato",
        "Vital status",
        "license",
        "Dead",
        "Deceduto si/no",
        "Dead yes/no",
        "Progression-free survival event",
        "Progression free survival status",
        "Nie żyje",
        "not alive",
        "Non vivo",
        "Sopravvivenza libera da progressione, evento",
        "PFS event",
        "Exitus",
        "os_status",
        "Survival not censored",
        "Relapse-free event",
        "Progression",
        "Morto",
        "OS",
    ],
)
def test_headers_of_an_event_are_taken_as_they_are_written(header: str) -> None:
    assert flag_direction(header) == "as written"


@pytest.mark.parametrize(
    "header",
    [
        "Vivo/Morto",
        "vivo/morto",
        "Dead or alive",
        "stato in vita",
        "censored event",
        "Event/censored",
        "Alive with progression",
        "Disease-free status",
    ],
)
def test_headers_that_name_both_states_are_unclear(header: str) -> None:
    assert flag_direction(header) == "unclear"


@pytest.mark.parametrize(
    ("header", "legend"),
    [
        ("OS status (0 = dead; 1 = alive)", {0: "1", 1: "0"}),
        ("Exitus (0=si 1=no)", {0: "1", 1: "0"}),
        ("Alive (1=yes, 0=no)", {0: "1", 1: "0"}),
        ("OS censored (1=yes)", {1: "0"}),
        ("Event (0 = censored)", {0: "0"}),
        ("Status (1: censored, 2: dead, 9: unknown)", {1: "0", 2: "1", 9: ""}),
        ("Vivo/Morto (1=morto, 0=vivo)", {0: "0", 1: "1"}),
        ("Vivo/Morto (1=si, 0=no)", {0: None, 1: None}),
        ("Status (dead=1, alive=0)", {0: "0", 1: "1"}),
        ("Status (0 = alive and 1 = dead)", {0: "0", 1: "1"}),
        ("Status (0=A/1=B)", {0: None, 1: None}),
        ("Status 1=dead 1=alive", {1: None}),
        ("OS status", {}),
        ("Line 2 event", {}),
        ("", {}),
    ],
)
def test_what_a_header_explains_of_its_codes(header: str, legend: dict[int, str | None]) -> None:
    assert header_legend("os_event", header) == legend


@given(st.text(max_size=40))
def test_any_header_has_a_direction(header: str) -> None:
    assert flag_direction(header) in {"as written", "inverted", "unclear"}
    assert set(header_legend("os_event", header).values()) <= {"1", "0", "", None}
