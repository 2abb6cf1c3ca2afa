"""The links to the pages, each with what is chosen, so that a step between pages keeps it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page

from pages.components.address import Words, words_of_address, words_of_page
from pages.components.deck import n_in_deck

_FIRST = "cohort"


def page_name(page: Page) -> str:
    """A page as its script is called; the first has no name in the address."""
    return page.url_path or _FIRST


def show_links(pages: Sequence[Page], words: Words | None = None) -> None:
    """Draw the links; without words they keep the address as it is."""
    with st.container(horizontal=True, key="pages"):
        for page in pages:
            name = page_name(page)
            said = words_of_address() if words is None else words_of_page(name, words)
            st.page_link(
                page,
                label=f"{page.title} {n_in_deck()}" if name == "deck" and n_in_deck() else None,
                query_params={name: list(word) for name, word in said.items()},
            )
