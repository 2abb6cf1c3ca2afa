"""Templates of HTML, filled with texts that may come from a sheet."""

from __future__ import annotations

from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from imt_core.conventions.glossary import glossed
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.tables.cells import Shades


def filled(template: str, **values: object) -> str:
    """Fill a template of ours; every text that is not marked as safe is escaped."""
    return _environment().get_template(template).render(**values)


def grid_of(table: pd.DataFrame, shades: Shades | None = None) -> dict[str, object]:
    """Header, rows and shades of a table of texts, as the templates take them."""
    rows = table.astype(str).to_numpy().tolist()
    return {
        "header": [*map(str, table.columns)],
        "rows": rows,
        "shades": shades or [[0] * len(row) for row in rows],
    }


def html_table(table: pd.DataFrame, caption: str, shades: Shades | None = None) -> str:
    """Write a table of texts as HTML, with every text of it escaped.

    Parameters
    ----------
    table : pandas.DataFrame
        The first column names the rows.
    caption : str
        What the table is, for who cannot see it.
    shades : tuple of tuple of int, optional
        How dark each cell is, from 0 to 5.

    Returns
    -------
    str

    Examples
    --------
    >>> text = html_table(pd.DataFrame({"Group": ["<a>"], "n": [2]}), "Who is counted")
    >>> "&lt;a&gt;" in text, '<th scope="col">n</th>' in text
    (True, True)
    """
    return filled("table.html", caption=caption, table=grid_of(table, shades))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("imt_core.reporting.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["glossed"] = _glossed
    return environment


def _glossed(text: str) -> Markup:
    """A text whose words of the trade tell on hover what they mean."""
    said = ((clean(part), term) for part, term in glossed(str(text)))
    return Markup("").join(
        Markup('<abbr title="{}">{}</abbr>').format(term.sentence, part) if term else part
        for part, term in said
    )


def _readable(value: object) -> object:
    return clean(value) if type(value) is str else value
