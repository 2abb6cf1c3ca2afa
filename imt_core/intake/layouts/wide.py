"""One row per patient with a group of columns for each line, to one row per line."""

from __future__ import annotations

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note, renumber_rows
from imt_core.intake.layouts.column_names import patient_column
from imt_core.intake.layouts.first_line_values import keep_on_first_lines
from imt_core.intake.layouts.no_line import tells_of_line
from imt_core.intake.layouts.numbered_headers import line_groups
from imt_core.intake.layouts.source_table import SourceTable


def has_line_groups(table: pd.DataFrame) -> bool:
    """Whether columns repeat for each treatment line, and each patient has one row.

    Examples
    --------
    >>> has_line_groups(pd.DataFrame(columns=["regimen_1", "regimen_2"]))
    True
    >>> has_line_groups(pd.DataFrame(columns=["CD34", "CD68"]))
    False
    """
    patient = patient_column(table)
    if patient is not None and table.loc[table[patient] != "", patient].duplicated().any():
        return False
    return bool(line_groups([str(header) for header in table.columns]))


def lengthen_line_groups(source: SourceTable) -> Arrangement:
    """Make one row per filled group of columns.

    Parameters
    ----------
    source : SourceTable
        A table for which `has_line_groups` holds.

    Returns
    -------
    Arrangement
        The columns of no group first, repeated on each row, then ``line_number`` (the group's
        number) and the groups' columns. A group that says "none" is not
        filled. A row none of whose groups is filled stays, with no line number. What is said once
        and counts from a start stays on the first line only.

    Raises
    ------
    UnreadableFileError
        If no columns repeat so.

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["a"], "regimen_1": ["AI"], "regimen_2": [""],
    ...     "regimen_3": ["GD"]}, index=[2])
    >>> arranged = lengthen_line_groups(SourceTable(name="wide.csv", table=table))
    >>> arranged.table["regimen"].tolist(), arranged.table["line_number"].tolist()
    (['AI', 'GD'], ['1', '3'])
    >>> arranged.steps[0]
    '1 row of wide.csv with 3 groups of columns became 2 rows, one per line; 1 empty group was \
left out.'
    """
    table = source.table
    groups = line_groups([str(header) for header in table.columns])
    if not groups:
        raise UnreadableFileError(
            f"{source.name} must hold columns that repeat for each line, but holds none. "
            "Load it as it is."
        )
    grouped = {header for group in groups.values() for header in group.values()}
    shared = _own_line_number_renamed(table.drop(columns=list(grouped)))
    stems = list(dict.fromkeys(stem for group in groups.values() for stem in group))
    blocks, places = [], []
    said_none: set[int] = set()
    for number, group in groups.items():
        cells = table[list(group.values())]
        filled = tells_of_line(cells, is_later=number > 1).to_numpy()
        said_none.update(table.index[(cells != "").any(axis=1).to_numpy() & ~filled])
        block = table.loc[filled, list(group.values())].set_axis(list(group), axis=1)
        if "line_number" not in stems:
            block.insert(0, "line_number", str(number))
        blocks.append(block)
        places += [(int(place), number) for place in filled.nonzero()[0]]
    without = sorted(set(range(len(table))) - {place for place, _ in places})
    blocks.append(pd.DataFrame(index=table.index[without]))
    places += [(place, 0) for place in without]
    lines = pd.concat(blocks).fillna("")
    order = sorted(range(len(places)), key=places.__getitem__)
    rows = [places[position][0] for position in order]
    lines = renumber_rows(lines.iloc[order])
    repeated = renumber_rows(shared.iloc[rows])
    arranged = pd.concat([repeated, lines], axis=1)
    n_filled = len(places) - len(without)
    n_empty = len(groups) * len(table) - n_filled
    steps = [
        f"{format_count(len(table), 'row')} of {source.name} with {len(groups)} groups of columns "
        f"became {format_count(len(arranged), 'row')}, one per line; "
        f"{format_count(n_empty, 'empty group')} {'was' if n_empty == 1 else 'were'} left out."
    ]
    notes = []
    if said_none:
        notes.append(
            layout_note(
                "line_said_to_be_none",
                f"In these rows of {source.name} a group of columns holds nothing but words for "
                "none, zeros or marks of what is missing: no line was made of it.",
                "Check that no line was given there.",
                rows=sorted(said_none),
            )
        )
    if without:
        notes.append(
            layout_note(
                "no_line_filled",
                f"No group of columns is filled in these rows of {source.name}; each stays one row "
                "without a line number.",
                "Check that these patients had no treatment.",
                rows=table.index[without],
            )
        )
    patient = patient_column(shared)
    if patient is not None:
        arranged, kept = keep_on_first_lines(
            arranged, patient=patient, headers=[str(header) for header in shared.columns]
        )
        notes += kept
    return Arrangement(
        table=arranged,
        layout="repeated column groups",
        steps=tuple(steps),
        notes=tuple(notes),
        row_numbers_changed=True,
    )


def _own_line_number_renamed(shared: pd.DataFrame) -> pd.DataFrame:
    """A line number said once for the patient cannot be that of each group."""
    return shared.rename(columns={"line_number": "line_number (in the sheet)"})
