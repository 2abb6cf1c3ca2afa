"""A level is named so that it can be read without its column's heading."""

from __future__ import annotations

import pytest

from imt_core.cohort.labels import level_phrase


@pytest.mark.parametrize(
    ("column", "level", "phrase"),
    [
        ("alk_status", "positive", "ALK-positive"),
        ("line_group", "further", "further line"),
        ("best_response", "PR", "best response PR"),
        ("regimen_group", "MTX-V", "MTX-V"),
        ("regimen_group", "other", "other regimens"),
        ("primary_site", "other", "other site"),
        ("stage", "metastatic", "metastatic"),
        ("line_number", "2", "Line number: 2"),
        ("later_alk_inhibitor", "1", "Later ALK inhibitor: yes"),
        ("ecog", "0", "ecog: 0"),
        ("Ward", "ward 3", "ward 3"),
        ("Ward", "Wards", "Ward: Wards"),
        ("alk_status", "not recorded", "ALK status not recorded"),
        ("ecog", "not recorded", "ecog not recorded"),
    ],
)
def test_a_level_is_named_for_a_reader(column: str, level: str, phrase: str) -> None:
    assert level_phrase(column, level) == phrase
