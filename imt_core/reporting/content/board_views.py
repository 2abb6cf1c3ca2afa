"""The views of one page for the board."""

from __future__ import annotations

from dataclasses import replace

from imt_core.analyses.view_request import ViewRequest


def board_views(requests: tuple[ViewRequest, ...], like: ViewRequest) -> tuple[ViewRequest, ...]:
    """Those of the page for the board: the deck's, after the index patient's course.

    Parameters
    ----------
    requests : tuple of ViewRequest
        The deck.
    like : ViewRequest
        Gives the filter, the counting unit, the conventions and the index patient.

    Returns
    -------
    tuple of ViewRequest
        Also those that are no charts: what is masked is decided for all of the deck together.

    Examples
    --------
    >>> deck = (ViewRequest(kind="response"),)
    >>> views = board_views(deck, ViewRequest(kind="baseline", index="k"))
    >>> [(view.kind, view.patient) for view in views]
    [('course', 'k'), ('response', '')]
    >>> board_views(deck, ViewRequest(kind="baseline")) == deck
    True
    """
    if not like.index or any(request.kind == "course" for request in requests):
        return requests
    return (replace(like, kind="course", patient=like.index), *requests)
