"""The views of one page for the board."""

from __future__ import annotations

from dataclasses import replace

from imt_core.analyses.view_request import ViewRequest


def board_views(
    requests: tuple[ViewRequest, ...], like: ViewRequest, *, is_masked: bool
) -> tuple[ViewRequest, ...]:
    """Those of the page for the board: the deck's, after the index patient's course.

    Parameters
    ----------
    requests : tuple of ViewRequest
        The deck.
    like : ViewRequest
        Gives the filter, the counting unit, the conventions and the index patient.
    is_masked : bool
        Whether small counts are masked: nobody's course is shown then.

    Returns
    -------
    tuple of ViewRequest
        Also those that are no charts: what is masked is decided for all of the deck together.

    Examples
    --------
    >>> deck = (ViewRequest(kind="response"),)
    >>> views = board_views(deck, ViewRequest(kind="baseline", index="k"), is_masked=False)
    >>> [(view.kind, view.patient) for view in views]
    [('course', 'k'), ('response', '')]
    >>> board_views(deck, ViewRequest(kind="baseline", index="k"), is_masked=True) == deck
    True
    """
    if is_masked or not like.index or any(request.kind == "course" for request in requests):
        return requests
    return (replace(like, kind="course", patient=like.index), *requests)
