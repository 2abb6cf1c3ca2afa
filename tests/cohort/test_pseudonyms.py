"""New labels for patients tell the same patients apart, and nothing else."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.pseudonyms import rekey_patients


def test_patients_get_labels_in_order_of_appearance_as_wide_as_the_last() -> None:
    cells = pd.Series([f"mrn {i // 2}" for i in range(240)], index=range(2, 242), name="MRN")
    labels = rekey_patients(cells)
    assert labels.iloc[:4].tolist() == ["P001", "P001", "P002", "P002"]
    assert (labels.iloc[-1], labels.name) == ("P120", "MRN")
    assert labels.index.tolist() == list(range(2, 242))


@given(st.lists(st.sampled_from(["", "a", "b", "c", "A"]), max_size=20))
def test_new_labels_tell_the_same_patients_apart(cells: list[str]) -> None:
    labels = rekey_patients(pd.Series(cells, dtype=object)).tolist()
    pairs = set(zip(cells, labels, strict=True))
    assert len(pairs) == len(set(cells)) == len(set(labels))
    assert all((cell == "") == (label == "") for cell, label in pairs)
