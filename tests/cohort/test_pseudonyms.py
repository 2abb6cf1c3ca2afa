"""New labels for patients tell the same patients apart, and nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.pseudonyms import (
    key_after,
    new_labels,
    patient_key,
    patient_of_key,
    rekey_patients,
    with_new_labels,
)
from imt_core.cohort.schema import Cohort


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


def test_a_key_stands_for_its_patient_wherever_the_rows_stand(sample: Cohort) -> None:
    turned = dataclasses.replace(sample, frame=sample.frame.iloc[::-1])
    key = patient_key("IMT-04")
    assert (patient_of_key(sample, key), patient_of_key(turned, key)) == ("IMT-04", "IMT-04")


def test_a_key_finds_the_same_patient_by_the_new_labels_of_a_document(sample: Cohort) -> None:
    labels = new_labels(sample, seed="a")
    labelled = with_new_labels(sample, seed="a")
    new = patient_of_key(labelled, key_after(patient_key("IMT-05"), sample, labels))
    columns = ["line_number", "regimen", "os_months"]
    before, after = (
        cohort.frame.loc[cohort.frame["patient_id"] == patient, columns].to_numpy().tolist()
        for cohort, patient in ((sample, "IMT-05"), (labelled, new))
    )
    assert before == after
    assert len(before) == 2


def test_a_key_of_nobody_does_not_come_to_stand_for_a_new_label(sample: Cohort) -> None:
    labels = new_labels(sample, seed="a")
    assert "P01" in labels.values()
    assert key_after(patient_key("P01"), sample, labels) == ""


def test_new_labels_and_rows_stand_in_no_order_of_the_sheet(sample: Cohort) -> None:
    labelled = with_new_labels(sample, seed="a")
    shown = labelled.frame["patient_id"].drop_duplicates().tolist()
    assert shown == [f"P{number:02d}" for number in range(1, len(shown) + 1)]
    place = {old: at for at, old in enumerate(sample.frame["patient_id"].unique())}
    new = new_labels(sample, seed="a")
    places = [place[old] for old in new]
    steps = np.diff(places)
    # A shuffle of 38 goes up about as often as down, and hardly ever to the next row.
    assert 10 < (steps > 0).sum() < 27
    assert (steps == 1).sum() < 5
    assert labelled.frame.index.tolist() == sample.frame.index.tolist()


def test_new_labels_are_those_of_the_seed_wherever_the_rows_stand(sample: Cohort) -> None:
    turned = dataclasses.replace(sample, frame=sample.frame.iloc[::-1])
    assert new_labels(turned, seed="a") == new_labels(sample, seed="a")
    assert new_labels(sample, seed="b") != new_labels(sample, seed="a")
