"""Colour and mark of groups: a level keeps its own when others are filtered away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imt_core.reporting.design.theme import CENSOR_MARKS, N_COLOURS, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStyle:
    """The look of one group.

    Parameters
    ----------
    colour : int
        Position among the colours of a theme.
    mark : str
        Censor mark.
    """

    colour: int
    mark: Mark


def group_styles(places: Sequence[int]) -> tuple[GroupStyle, ...]:
    """Give groups their colours and marks.

    Parameters
    ----------
    places : sequence of int
        Where each group stands among all groups of the cohort before any filter.

    Returns
    -------
    tuple of GroupStyle
        By place. Where two would have the same colour though others are free, the later takes the
        next free one.

    Examples
    --------
    >>> [style.colour for style in group_styles([1, 2])]
    [1, 2]
    >>> [(style.colour, style.mark) for style in group_styles([0, 7])]
    [(0, 'plus'), (1, 'dot')]
    """
    taken: set[int] = set()
    styles = []
    for place in places:
        wanted = place % N_COLOURS
        order = [(wanted + step) % N_COLOURS for step in range(N_COLOURS)]
        colour = next((one for one in order if one not in taken), wanted)
        taken.add(colour)
        styles.append(GroupStyle(colour=colour, mark=CENSOR_MARKS[place % len(CENSOR_MARKS)]))
    return tuple(styles)
