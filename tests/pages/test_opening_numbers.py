"""The decimal mark of a sheet's numbers: asked where nothing shows it, to be changed elsewhere."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener, texts, upload
from tests.pages.test_opening import control, words

POINTS = "Paziente;Età;OS (giorni);Morto\na;35,5;1.095;1\nb;41;12;0\n".encode()
ASSUMED = b"patient_id,OS (months),dead\na,1.234,1\nb,12,0\n"


def open_expander(app: AppTest, key: str) -> None:
    app.session_state[key] = True
    app.run()
    assert not app.exception


def test_a_point_that_may_part_thousands_is_asked_about(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", POINTS)
    assert "1 problem must be settled first" in words(app)
    control(app, "segmented_control", "_decimal_os_months").set_value(",").run()  # type: ignore[attr-defined]
    assert "Ready to open: 2 lines in 2 patients" in words(app)


def test_a_mark_that_was_assumed_can_be_changed(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", ASSUMED)
    open_expander(app, "opening_numbers")
    assert "a point, as no cell shows another" in texts(app)
    control(app, "segmented_control", "_decimal_os_months").set_value(",").run()  # type: ignore[attr-defined]
    assert "The decimal mark is a comma, as chosen" in texts(app)
