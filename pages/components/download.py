"""The one way by which anything is downloaded: made on a click, and recorded where it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from imt_core.cohort.counting import CaseCount
from pages.components.opening.pending import pending
from pages.components.state import current_scope, loaded
from pages.components.trail import trail


def count_in_view() -> CaseCount | None:
    """The lines and patients that a page shows; none while a file is being opened."""
    return None if pending() else current_scope().filtered.after


def offer_download(
    label: str,
    make: Callable[[], str | bytes],
    *,
    file_name: str,
    mime: str,
    key: str | None = None,
    views: Sequence[str] = (),
    count: CaseCount | None = None,
    place: DeltaGenerator | None = None,
    icon: str = "download",
    width: Literal["content", "stretch"] = "content",
    kind: Literal["primary", "secondary"] = "secondary",
    description: str | None = None,
) -> None:
    """Draw a download button.

    Parameters
    ----------
    make : callable
        Makes the file, outside of the run that draws the button.
    file_name : str
        A name of ours: the audit log calls the content by it, where it is no view.
    views : sequence of str
        The kinds of views that are in it.
    count : CaseCount, optional
        The lines and patients that it tells of.
    """
    opening, path, name = pending(), trail(), PurePath(file_name)
    of_file = opening.file_hash if opening else loaded().file_hash
    facts = {"lines": count.n_lines, "patients": count.n_patients} if count else {}

    def made() -> str | bytes:
        content = make()
        path.note(
            "exported",
            views=list(views) or [name.stem],
            format=name.suffix.removeprefix("."),
            bytes=len(content),
            file=of_file,
            **facts,
        )
        return content

    (place or st).download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=f":material/{icon}:",
        width=width,
        type=kind,
        help=description,
    )
