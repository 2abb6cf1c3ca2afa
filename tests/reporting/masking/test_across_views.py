"""What several views of one document tell together, of kinds other than the usual ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import cast

import pandas as pd
import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from imt_core.reporting.masking.masked_tables import RARER_TERMS, mask_tables
from imt_core.reporting.masking.masking import MaskedCounts, masked_counts
from imt_core.reporting.masking.publication import Shown

BY = ("sex",)
WOMEN = CohortFilter(criteria=(Criterion(column="sex", levels=("female",)),))


def cohort(*kinds: tuple[int, dict[str, object]]) -> Cohort:
    """So many lines of each kind, each of another patient."""
    rows = chain.from_iterable([kind] * n for n, kind in kinds)
    lines = [{"patient_id": f"p{at}", "line_number": 1.0} | row for at, row in enumerate(rows)]
    return Cohort(frame=pd.DataFrame(lines), name="made")


def documents(whom: Cohort, *requests: ViewRequest, under: int = 5) -> list[ViewDocument]:
    views = [compute_view(whom, request) for request in requests]
    context = ExportContext(cohort_name="made", small_cells_under=under)
    together = masked_together(views, context)
    return [view_document(view, together) for view in views]


def cells(document: ViewDocument, row: str, *, table: int = 0) -> list[str]:
    shown = document.shown_tables[table].shown.set_index(
        document.shown_tables[table].shown.columns[0]
    )
    (name,) = (name for name in shown.index if str(name).strip().startswith(row))
    return shown.loc[name].tolist()


def two_sexes() -> Cohort:
    """Of 40 lines 10 bad ones, 8 of men and 2 of women."""
    good = {"worst_ae_grade": 0.0, "target_change_pct": -40.0, "best_response": "PR"}
    fair = {"worst_ae_grade": 1.0, "target_change_pct": 5.0, "best_response": "SD"}
    bad = {"worst_ae_grade": 3.0, "target_change_pct": 30.0, "best_response": "SD"}
    months = {"pfs_months": 10.0, "pfs_event": 1.0}
    man, woman = {"sex": "male"} | months, {"sex": "female"} | months
    return cohort(
        *((8, good | man), (7, fair | man), (8, bad | man | {"pfs_months": 3.0})),
        *((9, good | woman), (6, fair | woman), (2, bad | woman | {"pfs_months": 3.0})),
    )


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("toxicity", "Worst grade 3"),
        ("waterfall", "Grown by 20%"),
        ("response", "Durable control, 6 months, of evaluable"),
    ],
)
def test_all_together_less_one_group_does_not_tell_the_other(kind: str, row: str) -> None:
    requests = ViewRequest(kind=kind, by=BY), ViewRequest(kind=kind)
    of_groups, of_all = (cells(one, row) for one in documents(two_sexes(), *requests))
    # 10 less 8 are 2; of durable control 2 of 17 lack.
    assert not (of_all[0][0].isdigit() and of_groups[0][0].isdigit())
    assert not of_groups[1][0].isdigit()


def test_responders_less_those_that_shrank_do_not_tell_the_others() -> None:
    shrank = {"best_response": "PR", "target_change_pct": -40.0}
    whom = cohort((9, shrank), (2, {"best_response": "PR"}), (9, {}))
    response, waterfall = documents(
        whom, ViewRequest(kind="response"), ViewRequest(kind="waterfall")
    )
    told = cells(response, "PR")[0], cells(waterfall, "Of these, CR or PR")[0]
    # 11 less 9 are 2.
    assert EN_DASH in told


def test_those_not_measured_by_response_less_all_do_not_tell_the_measured() -> None:
    stable, grown = {"best_response": "SD"}, {"target_change_pct": 40.0}
    whom = cohort((6, stable), (2, stable | grown), (7, grown), (9, {}))
    response, waterfall = documents(
        whom, ViewRequest(kind="response"), ViewRequest(kind="waterfall")
    )
    assert not (cells(response, "SD (")[0][0] == "8" and "SD 6" in cells(waterfall, "Not mea")[0])


def test_assessments_of_all_less_those_of_a_group_do_not_tell_how_few_are_measured() -> None:
    seen = {"sex": "male", "target_changes": "2: -10; 4: -12"}
    whom = cohort((9, seen), (1, {"sex": "female", "target_changes": "2: -10"}), (6, BLANK))
    for document in documents(whom, ViewRequest(kind="spider", by=BY), ViewRequest(kind="spider")):
        assert {*cells(document, "Assessments")} == {EN_DASH}


BLANK = {"sex": "female", "target_changes": None}


def test_that_nobody_was_measured_is_not_told_where_how_many_is_not() -> None:
    whom = cohort((9, {"target_change_pct": None, "sex": "male"}))
    result = compute_view(whom, ViewRequest(kind="waterfall")).result
    for state, told in (("withheld", EN_DASH), ("shown", "nobody measured")):
        decided = MaskedCounts(
            states=dict.fromkeys(masked_counts(result).values, cast("Shown", state)), under=5
        )
        shown = mask_tables(result, decided).tables["waterfall"]["All"]
        assert shown[3] == told


def with_terms() -> Cohort:
    """2 of 20 women have a rash, at grade 3, and nobody of unknown sex has nausea at grade 3."""
    of = {
        "male": {"G1 nausea": 8, "G3 rash": 6, "none": 7},
        "female": {"G1 nausea": 9, "G3 rash": 2, "none": 9},
        "unknown": {"G1 nausea": 6, "G2 rash": 1},
    }
    return cohort(
        *((n, {"sex": sex, "adverse_events": text}) for sex in of for text, n in of[sex].items())
    )


def test_a_term_that_a_table_of_common_ones_lacks_is_not_told_elsewhere_to_be_rare() -> None:
    everyone = ViewRequest(kind="toxicity", by=BY)
    women = ViewRequest(kind="toxicity", term_least=3, filter=WOMEN)
    first, second = documents(with_terms(), everyone, women)
    # Else a rash, under "at least 3" not listed, would be that of 1 or 2 women.
    assert [table.name for table in first.shown_tables] == ["toxicity", "terms"]
    assert [table.name for table in second.shown_tables] == ["toxicity"]
    assert RARER_TERMS in second.notes
    (alone,) = documents(with_terms(), women)
    assert [table.name for table in alone.shown_tables] == ["toxicity", "terms"]
    assert RARER_TERMS not in alone.notes


def test_lines_of_each_term_do_not_tell_those_of_a_worst_grade() -> None:
    (document,) = documents(with_terms(), ViewRequest(kind="toxicity", by=BY))
    terms = document.shown_tables[1].shown.to_numpy().tolist()
    at = [row[0] for row in terms].index("female")
    nausea, rash = terms[at + 1], terms[at + 2]
    assert rash[3] == "<5"
    # Of 11 women with toxicity at most 9 with nausea would be 2 at least with a rash.
    assert not (nausea[1].isdigit() and cells(document, "Any grade")[1][0].isdigit())


def test_of_a_column_whose_rare_texts_are_not_listed_the_others_are_of_two_patients() -> None:
    kinds = [(7, "Milan"), (2, "Rome"), *((1, "others, not listed") for _ in range(6))]
    whom = cohort(*((n, {"primary_site": name}) for n, name in kinds))
    (document,) = documents(whom, ViewRequest(kind="baseline"), under=3)
    # "<3" of two patients at least would be 2.
    assert cells(document, "Rome") == [EN_DASH]


def test_a_series_is_set_against_the_cohort_only_where_every_rate_is_shown() -> None:
    lines = ((9, "male", "PR"), (6, "male", "SD"), (2, "female", "PR"), (9, "female", "SD"))
    request = ViewRequest(kind="benchmark", by=BY, cards=("kube_rms",), compare_card="kube_rms")
    whom = cohort(*((n, {"sex": sex, "best_response": r}) for n, sex, r in lines))
    (document,) = documents(whom, request)
    # Holm's p of the one would tell that of the other.
    assert [table.name for table in document.shown_tables] == ["benchmark", "series"]
    (document,) = documents(
        cohort(*((n + 5, {"sex": s, "best_response": r}) for n, s, r in lines)), request
    )
    assert [table.name for table in document.shown_tables] == ["benchmark", "difference", "series"]


def responders(n_timed: int, *, of: int) -> Cohort:
    """Lines of advanced disease, so many of which responded, some of these at a known time."""
    line = {"disease_extent": "advanced", "pfs_months": 9.0, "pfs_event": 1.0}
    timed = {"best_response": "PR", "response_months": 2.0}
    return cohort(
        (n_timed, line | timed), (of - n_timed, line | {"best_response": "PR"}), (9, line)
    )


def test_responders_less_those_with_a_duration_do_not_tell_the_others() -> None:
    response, duration = documents(
        responders(9, of=11),
        ViewRequest(kind="response"),
        ViewRequest(kind="survival", endpoint="dor"),
    )
    assert EN_DASH in (cells(response, "PR")[0], cells(duration, "All")[0])


def test_a_landmark_does_not_tell_how_few_ended_before_it() -> None:
    whom = cohort(
        (14, {"os_months": 20.0, "os_event": 1.0}),
        (6, {"os_months": 30.0, "os_event": 0.0}),
        (3, {"os_months": 2.0, "os_event": 1.0}),
    )
    request = ViewRequest(kind="survival", endpoint="os", rate_months=())
    everyone, later = documents(whom, request, replace(request, landmark_months=4.0))
    # 23 less 20 are 3.
    told = cells(everyone, "All"), cells(later, "All")
    assert EN_DASH in (told[0][0], told[1][0])
    assert EN_DASH in (told[0][2], told[1][2])


def test_lines_with_a_pfs_less_pairs_of_lines_do_not_tell_the_others() -> None:
    first = {"pfs_months": 4.0, "pfs_event": 1.0, "regimen_group": "MTX-V"}
    frame = cohort((8, first), (2, first | {"pfs_months": None})).frame
    again = frame.assign(line_number=2.0, pfs_months=6.0, regimen_group="other")
    whom = Cohort(frame=pd.concat([frame, again], ignore_index=True), name="made")
    only = CohortFilter(criteria=(Criterion(column="regimen_group", levels=("other",)),))
    survival, pairs = documents(
        whom,
        ViewRequest(kind="survival", endpoint="pfs", rate_months=(), filter=only),
        ViewRequest(kind="sequence", filter=only),
    )
    # 10 second lines have a PFS, 8 of them a line before that has one.
    assert not ("10" in survival.title and "8" in pairs.title)


def test_whether_a_text_is_of_one_patient_alone_is_not_told() -> None:
    said = []
    for centres in (["Milan", "Milan"], ["Milan", "Rome"]):
        whom = cohort(*((1, {"centre": name}) for name in centres))
        export = Export(
            opened=whom,
            requests=(ViewRequest(kind="baseline"),),
            context=ExportContext(cohort_name="made", small_cells_under=5),
        )
        said.append(export.work_out()[1].protections)
    assert said[0] == said[1] != ()
