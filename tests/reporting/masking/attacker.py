"""Somebody who has a masked document and solves for the cohort behind it, by his own programme.

He reads the tables as they are printed. Unknown to him is how many lines there are of each kind:
of each sex, stage, regimen, response, and so on, in every combination. Each number that he reads
is a sum of these. Of the patients he knows that they are no more than their lines. He knows the
rules of masking, and is given what a survival rate tells to whoever tries out every order of
events: the events and censorings before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
import scipy

from imt_core.reporting.content.view_document import ViewDocument

Kind = dict[str, str]
Which = Callable[[Kind], bool]
Said = tuple[np.ndarray, float, float]

UNDER = 5
MONTHS = 12.0
EVALUABLE = ("CR", "PR", "SD", "PD")
_RESPONSE_ROWS = {
    "Lines": (),
    "Evaluable lines": EVALUABLE,
    **{f"{level} (% of evaluable)": (level,) for level in EVALUABLE},
    "ORR of evaluable (95% CI)": ("CR", "PR"),
    "ORR of all treated (95% CI)": ("CR", "PR"),
    "Disease control of evaluable (95% CI)": ("CR", "PR", "SD"),
    "Disease control of all treated (95% CI)": ("CR", "PR", "SD"),
    "Not evaluable": ("NE",),
    "Not recorded": ("not recorded",),
}


@dataclass
class Attacker:
    """What was read, and the search for cohorts that fit it.

    `levels` are those of each column that matters, `truth` the kind of each line of the cohort,
    which serves for nothing but what survival rates tell, and to know what ought to be hidden.
    """

    levels: dict[str, Sequence[str]]
    truth: list[Kind]
    kinds: list[Kind] = field(init=False)
    told: list[Said] = field(default_factory=list)
    hidden: dict[str, np.ndarray] = field(default_factory=dict)
    found: list[np.ndarray] = field(default_factory=list)
    named: list[Said] = field(default_factory=list)
    in_view: Which = field(default=lambda _: True)
    labels: dict[str, Kind] = field(default_factory=dict)
    under: int = UNDER

    def __post_init__(self) -> None:
        names = list(self.levels)
        kinds = [dict(zip(names, values, strict=True)) for values in product(*self.levels.values())]
        self.kinds = [kind for kind in kinds if self._goes_together(kind)]
        mine = {tuple(kind.items()) for kind in self.kinds}
        assert all(tuple((n, kind[n]) for n in names) in mine for kind in self.truth)

    @staticmethod
    def _goes_together(kind: Kind) -> bool:
        """PFS is of advanced disease, RFS of localized."""
        end, stage = kind.get("end", "none"), kind.get("stage")
        if stage is None or end == "none":
            return True
        return end.startswith("rfs") == (stage == "localized")

    def sum_of(self, which: Which) -> np.ndarray:
        return np.array([float(which(kind)) for kind in self.kinds])

    def true_n(self, which: Which) -> int:
        return sum(map(which, self.truth))

    def read(self, name: str, text: str, of: Which) -> None:
        """Take in what a cell says of some lines of those in view."""
        in_view = self.in_view

        def which(kind: Kind) -> bool:
            return in_view(kind) and of(kind)

        row = self.sum_of(which)
        number = re.match(r"\d+", "0" if text == "nobody evaluable" else text)
        if text.startswith(f"<{self.under}"):
            self.say(row, 1, self.under - 1)
        elif number:
            assert int(number[0]) == self.true_n(which), name
            self.say(row, int(number[0]), int(number[0]))
        else:
            assert text == "–", (name, text)
        if not number and 0 < self.true_n(which) < self.under:
            self.hidden[name] = row

    def say(self, row: np.ndarray, low: float, high: float) -> None:
        self.told.append((row, low, high))

    def look_for(self, name: str, which: Which) -> None:
        """Something that stands nowhere and must not be found out."""
        if 0 < self.true_n(which) < self.under:
            self.hidden[name] = self.sum_of(which)

    def worked_out(self) -> dict[str, set[int]]:
        """Of what is hidden and cannot be each of 1 to 4, what it can be.

        Where two levels are named, both of somebody, all cannot be 1: then each of 2 to 5.
        """
        left = {}
        for name, row in self.hidden.items():
            least = next(
                n for n in range(1, self.under) if self._fits(self.named, row, n) is not None
            )
            wanted = set(range(least, least + self.under - 1))
            possible = {n for n in wanted if self._may_be(row, n)}
            if possible != wanted:
                left[name] = possible
        return left

    def _may_be(self, row: np.ndarray, n: int) -> bool:
        if any(round(row @ other) == n for other in self.found):
            return True
        found = self._fits([*self.told, *self.named], row, n)
        if found is not None:
            self.found.append(np.round(found))
        return found is not None

    def _fits(self, said: list[Said], row: np.ndarray, n: int) -> np.ndarray | None:
        rows, low, high = zip(*said, (row, n, n), strict=True)
        found = scipy.optimize.milp(
            np.zeros(len(self.kinds)),
            constraints=scipy.optimize.LinearConstraint(np.vstack(rows), low, high),
            integrality=np.ones(len(self.kinds)),
        )
        return found.x if found.success else None

    def read_document(self, documents: Sequence[ViewDocument], labels: dict[str, Kind]) -> None:
        """Read every table; `labels` are the words of its rows and columns."""
        self.labels = labels
        for number, document in enumerate(documents):
            self.in_view = self._those_in(document)
            said = re.search(r"(\S+) lines? in \S+ patients?", document.title)
            self._miss_groups(document)
            for table in document.shown_tables:
                if table.shown is not None:
                    getattr(self, f"_read_{table.name}")(number, document, table.shown)
            kind = document.view.request.kind
            ends = self._end(document) if kind == "survival" else None
            if said and kind != "forest":
                self.read(f"{number} title", said[1], lambda k, e=ends: e is None or self._in(k, e))

    def _miss_groups(self, document: ViewDocument) -> None:
        """A group that a table has no column or row for has nobody in it, any other somebody."""
        shown = document.shown_tables[0].shown if document.shown_tables else None
        if document.view.request.by and shown is not None:
            labels = [*shown.columns, *shown.iloc[:, 0]]
            listed = {self.labels.get(str(label), {}).get("regimen_group") for label in labels}
            in_view, end = self.in_view, document.view.request.endpoint
            enters = document.view.request.kind == "survival"
            for group in self.levels["regimen_group"]:
                row = self.sum_of(
                    lambda kind, g=group: (
                        in_view(kind)
                        and kind["regimen_group"] == g
                        and (not enters or self._in(kind, end))
                    )
                )
                self.named.append((row, 1, np.inf) if group in listed else (row, 0, 0))

    @staticmethod
    def _those_in(document: ViewDocument) -> Which:
        request = document.view.request
        wanted = {c.column: c.levels for c in request.filter.criteria}
        if request.unit == "patients":
            wanted["is first"] = ("yes",)
        return lambda kind: all(kind[name] in levels for name, levels in wanted.items())

    @staticmethod
    def _in(kind: Kind, end: str) -> bool:
        return kind["os" if end == "os" else "end"].startswith(end)

    @staticmethod
    def _end(document: ViewDocument) -> str:
        return document.view.request.endpoint

    def _of(self, label: str) -> Which:
        wanted = self.labels.get(label, {})
        return lambda kind: all(kind[name] == level for name, level in wanted.items())

    def _read_baseline(self, number: int, _: ViewDocument, shown: pd.DataFrame) -> None:
        heading, listed = "", []
        for first, *cells in shown.to_numpy().tolist():
            if not any(cells):
                heading = first
                continue
            if first == "Patients" and "is first" in self.levels:
                self.read(f"{number} patients", cells[-1], lambda kind: kind["is first"] == "yes")
            label = f"{heading}: {first.strip()}" if first != first.strip() else first
            listed.append(label)
            if label in self.labels:
                self.named.append((self.sum_of(self._of(label)), 1, np.inf))
            if label in self.labels or label == "Treatment lines":
                for column, text in zip(shown.columns[1:], cells, strict=True):
                    group, level = self._of(column), self._of(label)
                    self.read(
                        f"{number} {label} {column}",
                        text,
                        lambda kind, g=group, v=level: g(kind) and v(kind),
                    )
        if any(label.startswith("Stage: ") for label in listed):
            nobody = [name for name in self.labels if name.startswith("Stage: ")]
            self.named += [
                (self.sum_of(self._of(label)), 0, 0) for label in nobody if label not in listed
            ]

    def _read_response(self, number: int, _: ViewDocument, shown: pd.DataFrame) -> None:
        for first, *cells in shown.to_numpy().tolist():
            for column, text in zip(shown.columns[1:], cells, strict=True):
                group = self._of(column)
                if first not in _RESPONSE_ROWS:
                    continue
                levels = _RESPONSE_ROWS[first]
                self.read(
                    f"{number} {first} {column}",
                    text,
                    lambda kind, g=group, v=levels: g(kind) and (not v or kind["response"] in v),
                )
                total = re.match(r"\d+/(\d+)", text)
                if total:
                    whom = EVALUABLE if "of evaluable" in first else (*EVALUABLE, "NE")
                    self.read(
                        f"{number} of {first} {column}",
                        total[1],
                        lambda kind, g=group, v=whom: g(kind) and kind["response"] in v,
                    )

    def _read_forest(self, number: int, _: ViewDocument, shown: pd.DataFrame) -> None:
        for label, counts, *_rest in shown.to_numpy().tolist():
            group, (n_event, n) = self._of(label), counts.split("/")
            for text, levels in ((n_event, ("CR", "PR")), (n, EVALUABLE)):
                self.read(
                    f"{number} {label} {levels}",
                    text,
                    lambda kind, g=group, v=levels: g(kind) and kind["response"] in v,
                )

    def _read_summary(self, number: int, document: ViewDocument, shown: pd.DataFrame) -> None:
        end = self._end(document)
        for label, lines, patients, events, *_rest in shown.to_numpy().tolist():
            group = self._of(label)
            size = lambda kind, g=group: g(kind) and self._in(kind, end)  # noqa: E731
            self.read(f"{number} lines {label}", str(lines), size)
            self.read(
                f"{number} events {label}",
                str(events),
                lambda kind, g=group: g(kind) and self._had(kind, end),
            )
            if str(patients).isdigit():
                self.say(self.sum_of(size), int(patients), np.inf)

    @staticmethod
    def _had(kind: Kind, end: str) -> bool:
        return "event" in kind["os" if end == "os" else "end"] and Attacker._in(kind, end)

    def _read_rates(self, number: int, document: ViewDocument, shown: pd.DataFrame) -> None:
        end = self._end(document)
        for label, text, *_rest in shown.to_numpy().tolist():
            if text == "–":
                continue
            group = self._of(label)
            for how in ("event", "censored"):
                early = f"{end} {how} early"
                which = lambda kind, g=group, e=early: (  # noqa: E731
                    g(kind) and kind["os" if end == "os" else "end"] == e
                )
                self.read(f"{number} {early} {label}", str(self.true_n(which)), which)

    def _read_quartiles(self, *_: object) -> None:
        """Months are no counts."""
