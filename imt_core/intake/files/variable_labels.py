"""The header of a variable of a statistical file: its name, or the label that says more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.flag_headers import flag_direction, header_legend
from imt_core.intake.recognition.header_names import AMBIGUOUS, named_targets
from imt_core.intake.recognition.status_headers import is_cause_specific

_CDISC = frozenset(("USUBJID", "PARAMCD"))


def labelled_headers(names: Sequence[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Choose a header for each variable.

    Parameters
    ----------
    names : sequence of str
        All variables of the file.
    labels : mapping of str to str
        The labels of those that have one.

    Returns
    -------
    dict of str to str
        By name. The label, where the name is not known or may mean several things, and the label is
        known; both, where the label tells a unit, what the codes mean, or of which deaths it is.
        The variables of CDISC, and labels that two variables share, are left as they are.

    Examples
    --------
    >>> labelled_headers(["v12", "OS", "v3"], {"v12": "Overall survival (months)", "v3": "Knee"})
    {'v12': 'Overall survival (months)', 'OS': 'OS', 'v3': 'v3'}
    >>> labelled_headers(["OS"], {"OS": "Overall survival in days"})
    {'OS': 'Overall survival in days'}
    """
    chosen = {name: _header(name, labels.get(name, "")) for name in names}
    if not _CDISC.isdisjoint(names):
        return {name: name for name in names}
    times = Counter(chosen.values())
    return {
        name: header if times[header] == 1 and (header == name or header not in names) else name
        for name, header in chosen.items()
    }


def _header(name: str, label: str) -> str:
    if not label or label == name:
        return name
    named, said = _targets(name), _targets(label)
    if not named:
        means = named_targets(header_words(label)) or named_targets(header_words(name))
        return label if means else name
    adds = (
        (header_words(label).unit and not header_words(name).unit)
        or any(header_legend(target, label) for target in named if _is_worded(target))
        or is_cause_specific(label)
        or flag_direction(label) not in ("as written", flag_direction(name))
    )
    if not adds:
        return name
    return label if said else f"{name} ({label})"


def _is_worded(target: str) -> bool:
    return target.endswith("_event") or target == "sex"


def _targets(header: str) -> set[str]:
    """Canonical columns that a header names without doubt."""
    found = named_targets(header_words(header))
    return {target for target, name in found.items() if name.score > AMBIGUOUS + 0.1}
