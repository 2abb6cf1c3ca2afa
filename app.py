"""IMT Explorer: explore a small tumour cohort in the browser (``streamlit run server.py``)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from imt_core.reporting.content.software import product_name
from pages.components.appearance import SIDEBAR_WIDTH, set_appearance
from pages.components.frame import draw_frame
from pages.components.gate import let_in
from pages.components.lost_session import meet_browser

VIEWS = Path(__file__).parent / "pages" / "views"

meet_browser()
st.set_page_config(
    page_title=product_name(is_sample=True),
    page_icon=str(Path(__file__).parent / "pages" / "components" / "icon.png"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_WIDTH,
)

PAGES = {
    "cohort": ("Cohort", "groups", "What is loaded, data quality and the baseline table."),
    "response": ("Response", "stacked_bar_chart", "Best response and rates with exact intervals."),
    "survival": ("Survival", "show_chart", "Kaplan-Meier curves for PFS, RFS and OS."),
    "subgroups": ("Subgroups", "segment", "One rate side by side in many subgroups."),
    "swimmer": ("Swimmer", "view_timeline", "The course of every treatment line, or patient."),
    "sequence": ("Sequence", "compare_arrows", "A line against the one before; which came next."),
    "toxicity": ("Toxicity", "sick", "Worst grade of each line, and which terms."),
    "patient": ("Patient", "person", "One course among the others; patients like this."),
    "deck": ("Deck", "slideshow", "Views collected for a meeting: slides, report, tables."),
    "present": ("Present", "present_to_all", "The deck, one view at a time; arrow keys step."),
    "published_figures": (
        "Published",
        "fact_check",
        "The cohort beside other series, and the model paper recomputed.",
    ),
    "methods": ("Methods", "functions", "What stands behind every number."),
}
set_appearance()
# Before anything is drawn or computed. The pages are named in any case: a deep link stays one.
is_in = let_in()
pages = [
    st.Page(
        VIEWS / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        help=text,
        default=name == "cohort",
    )
    for name, (title, icon, text) in PAGES.items()
]
# The links are drawn with the frame: Streamlit's own would not keep what is chosen.
here = st.navigation(pages, position="hidden")
if is_in and draw_frame(here, pages):
    here.run()
