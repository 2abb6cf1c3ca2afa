"""Every figure of the model paper beside ours."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from imt_core.conventions.errors import ImtError
from imt_core.published.figures import (
    CONVENTIONS,
    PublishedFigure,
    published_figures,
    published_to_frame,
)
from pages.components.results import offer_csv, show_table
from pages.components.sections import show_tabs
from pages.components.state import PUBLISHED, loaded
from pages.components.text import plain
from pages.components.worked_out import kept

CITATION = (
    "Activity of chemotherapy in inflammatory myofibroblastic tumors, "
    "The Oncologist 2020;25:e1777-e1784"
)


def show_paper() -> None:
    """Draw the figures that the model paper printed, beside the same recomputed."""
    cohort = loaded().cohort
    st.markdown(
        f"Every figure printed in *{CITATION}*, and the same figure recomputed from "
        f"**{plain(cohort.name)}**. Filters do not apply here: each figure names its own group. "
        "A figure matches when, rounded to the printed decimals, it is the printed text."
    )
    try:
        figures = kept(PUBLISHED, cohort, lambda: published_figures(cohort))
    except ImtError as error:
        st.info(plain(str(error)), icon=":material/table_rows:")
        return
    _show_verdict(figures, is_reconstruction=cohort.is_reconstruction)
    only_mismatches = st.toggle("Only figures that do not match", key="mismatches_only")
    sections = list(dict.fromkeys(figure.section for figure in figures))
    show_tabs(
        {
            section: partial(_show_section, section, figures, only_mismatches=only_mismatches)
            for section in sections
        }
        | {"What the conventions mean": _show_conventions},
        key="published_section",
    )
    offer_csv(
        "Download all figures",
        lambda: published_to_frame(figures),
        file_name="published_figures.csv",
        key="published_csv",
    )


def _show_verdict(figures: tuple[PublishedFigure, ...], *, is_reconstruction: bool) -> None:
    matching = sum(figure.matches for figure in figures)
    text = f"**{matching} of {len(figures)} figures match.**"
    if matching == len(figures) and is_reconstruction:
        st.success(
            f"{text} The sample cohort was built so that they do; what this shows is that our "
            "statistics follow the paper's conventions.",
            icon=":material/check:",
        )
    else:
        st.info(
            f"{text} A cohort of other patients is not expected to match: read the two columns "
            "side by side.",
            icon=":material/compare_arrows:",
        )


def _show_conventions() -> None:
    for name, meaning in CONVENTIONS.items():
        st.markdown(f"**{plain(name)}**: {plain(meaning)}")


def _show_section(
    section: str, figures: tuple[PublishedFigure, ...], *, only_mismatches: bool
) -> None:
    chosen = [figure for figure in figures if figure.section == section]
    shown = [figure for figure in chosen if not (only_mismatches and figure.matches)]
    matching = sum(figure.matches for figure in chosen)
    st.markdown(f"**{section}: {matching} of {len(chosen)} match**")
    if shown:
        show_table(_table(shown), caption=f"Printed and recomputed: {section}")


def _table(figures: list[PublishedFigure]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Group": figure.group,
                "Figure": figure.quantity,
                "Printed": figure.printed,
                "Ours": figure.recomputed,
                "Same": "✓" if figure.matches else "≠",
                "Convention": figure.convention,
            }
            for figure in figures
        ]
    )
