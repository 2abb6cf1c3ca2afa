"""IMT Explorer: explore a small tumour cohort in the browser (``streamlit run server.py``)."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.frame import draw_frame

VIEWS = Path(__file__).parent / "pages" / "views"

st.set_page_config(
    page_title="IMT Explorer",
    page_icon=str(Path(__file__).parent / "pages" / "components" / "icon.png"),
    layout="wide",
    initial_sidebar_state="expanded",
)

page = st.navigation(
    [
        st.Page(
            VIEWS / "cohort.py",
            title="Cohort",
            icon=":material/groups:",
            default=True,
            help="What is loaded, data quality and the baseline table.",
        ),
        st.Page(
            VIEWS / "response.py",
            title="Response",
            icon=":material/stacked_bar_chart:",
            help="Best response, response rate and disease control with exact intervals.",
        ),
        st.Page(
            VIEWS / "survival.py",
            title="Survival",
            icon=":material/show_chart:",
            help="Kaplan-Meier curves for PFS, RFS and overall survival.",
        ),
        st.Page(
            VIEWS / "subgroups.py",
            title="Subgroups",
            icon=":material/segment:",
            help="One rate side by side in many subgroups, with exact intervals.",
        ),
        st.Page(
            VIEWS / "swimmer.py",
            title="Swimmer",
            icon=":material/view_timeline:",
            help="The course of every treatment line, or of every patient.",
        ),
        st.Page(
            VIEWS / "published_figures.py",
            title="Published figures",
            icon=":material/fact_check:",
            help="Every figure the model paper printed, recomputed.",
        ),
        st.Page(
            VIEWS / "methods.py",
            title="Methods",
            icon=":material/functions:",
            help="What stands behind every number.",
        ),
    ],
    position="top",
)
if draw_frame():
    page.run()
