import pandas as pd
import pytest

from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError


def cohort(**columns: list[object]) -> Cohort:
    return Cohort(frame=pd.DataFrame(columns), name="made for the test")


def one_line(**values: object) -> Cohort:
    return cohort(patient_id=["a"], **{name: [value] for name, value in values.items()})


def events(plot: SwimmerPlot, lane: int = 0) -> list[tuple[str, float]]:
    return [(marker.kind, marker.month) for marker in plot.lanes[lane].markers]


def codes(plot: SwimmerPlot) -> list[str]:
    return [note.code for note in plot.notes]


# Lines, in the sample


def test_every_line_of_the_sample_has_a_lane_in_its_regimen_group(sample):
    plot = swimmer_lines(sample)
    assert [(g.label, g.count.n_lines, g.count.n_patients) for g in plot.groups] == [
        ("anthracycline-based", 25, 25),
        ("MTX-V", 13, 13),
        ("other regimens", 10, 10),
    ]
    assert str(plot.count) == "48 lines in 38 patients"
    assert (plot.left_out, plot.notes) == ((), ())


def test_lanes_of_one_group_stand_together_and_their_keys_are_unique(sample):
    plot = swimmer_lines(sample, label="regimen")
    groups = [lane.group for lane in plot.lanes]
    assert groups == ["anthracycline-based"] * 25 + ["MTX-V"] * 13 + ["other regimens"] * 10
    assert len({lane.key for lane in plot.lanes}) == 48


def test_each_bar_is_the_pfs_of_advanced_and_the_rfs_of_localized_disease(sample):
    bars = swimmer_lines(sample, sort="file order").to_frame().query("segment == 'bar'")
    rows = sample.frame
    expected = rows["pfs_months"].fillna(rows["rfs_months"])
    by_line = rows.assign(expected=expected).merge(bars, on=["patient_id", "line_number"])
    assert len(by_line) == 48
    assert (by_line["end_months"] == by_line["expected"]).all()
    localized = by_line["stage"] == "localized"
    assert set(by_line.loc[localized, "endpoint"]) == {"RFS"}
    assert set(by_line.loc[~localized, "endpoint"]) == {"PFS"}


@pytest.mark.parametrize(
    ("event", "column"),
    [
        ("first response", "response_months"),
        ("end of treatment", "treatment_months"),
        ("ALK inhibitor", "later_alk_inhibitor_months"),
    ],
)
def test_recorded_times_are_marked_at_the_columns_months(sample, event, column):
    marks = swimmer_lines(sample).markers_to_frame().query("event == @event")
    assert sorted(marks["months"]) == sorted(sample.frame[column].dropna())


def test_deaths_are_marked_at_overall_survival(sample):
    marks = swimmer_lines(sample).markers_to_frame().query("event == 'death'")
    assert sorted(marks["months"]) == sorted(sample.frame.query("os_event == 1")["os_months"])


def test_progressions_are_the_events_that_are_not_deaths(sample):
    rows = sample.frame
    months = rows["pfs_months"].fillna(rows["rfs_months"])
    event = rows["pfs_event"].fillna(rows["rfs_event"]) == 1
    by_death = (rows["os_event"] == 1) & (months == rows["os_months"])
    marks = swimmer_lines(sample).markers_to_frame()
    progressions = marks.query("event == 'progression'")
    assert by_death.sum() == 1
    assert sorted(progressions["months"]) == sorted(months[event & ~by_death])
    assert sorted(marks.query("event == 'ongoing'")["months"]) == sorted(months[~event])


# Lines, by hand


def test_a_line_from_bar_to_death_shows_survival_after_progression():
    plot = swimmer_lines(one_line(pfs_months=3.0, pfs_event=1.0, os_months=10.0, os_event=1.0))
    segments = [(s.kind, s.start, s.end) for s in plot.lanes[0].segments]
    assert segments == [("bar", 0.0, 3.0), ("survival", 3.0, 10.0)]
    assert events(plot) == [("progression", 3.0), ("death", 10.0)]


def test_death_at_the_end_of_the_bar_is_no_progression():
    plot = swimmer_lines(one_line(pfs_months=3.0, pfs_event=1.0, os_months=3.0, os_event=1.0))
    assert events(plot) == [("death", 3.0)]
    assert len(plot.lanes[0].segments) == 1


def test_an_arrow_alone_ends_a_line_without_progression_at_the_last_follow_up():
    plot = swimmer_lines(one_line(rfs_months=8.0, rfs_event=0.0, os_months=8.0, os_event=0.0))
    assert events(plot) == [("ongoing", 8.0)]
    assert plot.lanes[0].markers[0].text == "No recurrence when last assessed"


def test_survival_can_be_hidden_with_all_that_follows_the_bar():
    shown = one_line(
        pfs_months=3.0,
        pfs_event=1.0,
        os_months=10.0,
        os_event=1.0,
        response_months=1.0,
        later_alk_inhibitor_months=4.0,
    )
    plot = swimmer_lines(shown, show_survival=False)
    assert events(plot) == [("first response", 1.0), ("progression", 3.0)]
    assert [s.kind for s in plot.lanes[0].segments] == ["bar"]
    assert plot.longest == 3.0


def test_a_hidden_survival_keeps_the_death_that_ends_the_bar():
    plot = swimmer_lines(
        one_line(pfs_months=3.0, pfs_event=1.0, os_months=3.0, os_event=1.0), show_survival=False
    )
    assert events(plot) == [("death", 3.0)]


def test_without_pfs_and_rfs_a_bar_is_overall_survival_and_a_note_says_so():
    plot = swimmer_lines(one_line(os_months=5.0, os_event=0.0, treatment_months=2.0))
    assert [(s.endpoint, s.end) for s in plot.lanes[0].segments] == [("OS", 5.0)]
    assert events(plot) == [("end of treatment", 2.0), ("alive", 5.0)]
    assert plot.notes[0].message == (
        "1 line has neither PFS nor RFS: its bar shows overall survival."
    )


def test_without_any_endpoint_a_bar_is_treatment_time():
    plot = swimmer_lines(one_line(treatment_months=2.0))
    assert [(s.endpoint, s.end) for s in plot.lanes[0].segments] == [("treatment", 2.0)]
    assert codes(plot) == ["bar_is_treatment"]


def test_a_line_without_a_time_is_counted_and_not_drawn():
    plot = swimmer_lines(cohort(patient_id=["a", "b"], pfs_months=[2.0, None], pfs_event=[1, None]))
    assert [lane.patient_id for lane in plot.lanes] == ["a"]
    assert [(x.reason, x.count.n_lines) for x in plot.left_out] == [("no time recorded", 1)]
    assert plot.notes[0].message == (
        "1 line in 1 patient has no recorded time and cannot be drawn."
    )


def test_a_time_without_its_event_has_no_mark_at_the_end():
    plot = swimmer_lines(one_line(pfs_months=2.0))
    assert events(plot) == []
    assert codes(plot) == ["event_unknown"]


def test_an_event_with_unknown_survival_may_be_a_death():
    plot = swimmer_lines(one_line(pfs_months=2.0, pfs_event=1.0))
    assert plot.lanes[0].markers[0].text == "Progression or death (survival is not recorded)"


def test_an_alk_inhibitor_without_its_time_is_noted():
    plot = swimmer_lines(one_line(pfs_months=2.0, pfs_event=0.0, later_alk_inhibitor=1.0))
    assert codes(plot) == ["alk_time_unknown"]


def test_an_empty_cohort_gives_no_lanes_and_a_note(sample):
    empty = Cohort(frame=sample.frame.head(0), name="none")
    for plot in (swimmer_lines(empty), swimmer_patients(empty)):
        assert (plot.lanes, plot.groups, plot.count.n_lines, plot.longest) == ((), (), 0, 0.0)
        assert plot.notes[0].message == "No lines are in view, so there is nothing to draw."
        assert list(plot.to_frame().columns)[:3] == ["lane", "unit", "origin"]
        assert plot.markers_to_frame().empty


def test_a_sheet_without_regimen_groups_has_one_group():
    plot = swimmer_lines(one_line(pfs_months=2.0, pfs_event=0.0))
    assert [group.label for group in plot.groups] == ["All"]


THREE = {
    "patient_id": ["a", "b", "c"],
    "line_number": [3.0, 1.0, 2.0],
    "pfs_months": [4.0, 9.0, 6.0],
    "pfs_event": [1.0, 1.0, 1.0],
    "best_response": ["SD", None, "CR"],
}


@pytest.mark.parametrize(
    ("sort", "order"),
    [("duration", "bca"), ("response", "cab"), ("line_number", "bca"), ("file order", "abc")],
)
def test_lines_are_sorted_as_asked(sort, order):
    plot = swimmer_lines(cohort(**THREE), sort=sort)
    assert "".join(lane.patient_id for lane in plot.lanes) == order


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("patient", ["a · line 1", "a · line 2", "b"]),
        ("regimen", ["AI", "CTX", "AI"]),
        ("patient and regimen", ["a · line 1 · AI", "a · line 2 · CTX", "b · AI"]),
        ("none", ["", "", ""]),
    ],
)
def test_lanes_are_labelled_as_asked(label, expected):
    lines = cohort(
        patient_id=["a", "a", "b"],
        line_number=[1.0, 2.0, 1.0],
        regimen=["AI", "CTX", "AI"],
        pfs_months=[1.0, 1.0, 1.0],
        pfs_event=[1.0, 1.0, 1.0],
    )
    plot = swimmer_lines(lines, sort="file order", label=label)
    assert [lane.label for lane in plot.lanes] == expected


def test_an_unknown_sort_or_label_is_refused_with_the_choices():
    with pytest.raises(ImtError, match="sort must be one of duration, response"):
        swimmer_lines(one_line(pfs_months=1.0), sort="size")
    with pytest.raises(ImtError, match="label must be one of patient, regimen"):
        swimmer_patients(one_line(pfs_months=1.0), label="name")


# Patients


def test_every_patient_of_the_sample_has_one_lane_with_all_lines(sample):
    plot = swimmer_patients(sample)
    assert len(plot.lanes) == 38
    assert sum(len(lane.bars) for lane in plot.lanes) == 48
    assert plot.notes == ()


def test_a_patients_lane_ends_with_the_first_lines_overall_survival(sample):
    first = sample.frame.sort_values("line_number").drop_duplicates("patient_id")
    expected = first.set_index("patient_id")["os_months"]
    for lane in swimmer_patients(sample).lanes:
        assert lane.end == pytest.approx(expected[lane.patient_id], abs=0.02)


def test_later_lines_stand_at_their_true_distance_in_days(sample):
    lanes = {lane.patient_id: lane for lane in swimmer_patients(sample).lanes}
    first, second = lanes["IMT-05"].bars
    assert (first.start, first.end) == (0.0, 24.9)
    assert second.start == 938 / 30.4375  # 2010-02-08 to 2012-09-03
    assert second.end == second.start + 22.01


def test_an_alk_inhibitor_that_two_lines_record_is_marked_once(sample):
    lanes = {lane.patient_id: lane for lane in swimmer_patients(sample).lanes}
    marks = [m.month for m in lanes["IMT-05"].markers if m.kind == "ALK inhibitor"]
    assert marks == [60.02]


def two_lines(**columns: list[object]) -> Cohort:
    both: dict[str, list[object]] = {"patient_id": ["a", "a"], "line_number": [1.0, 2.0]}
    return cohort(**(both | {"pfs_months": [3.0, 5.0], "pfs_event": [1.0, 1.0]} | columns))


def test_gaps_between_lines_are_follow_up_outside_the_bars():
    dates = pd.to_datetime(["2020-01-01", "2020-12-31"])
    plot = swimmer_patients(two_lines(start_date=list(dates)))
    gap = plot.lanes[0].segments[-1]
    assert (gap.kind, gap.start, gap.end) == ("survival", 3.0, 365 / 30.4375)
    assert plot.notes == ()


def test_missing_dates_are_replaced_by_the_difference_in_survival():
    plot = swimmer_patients(two_lines(os_months=[12.0, 8.0], os_event=[0.0, 0.0]))
    assert [bar.start for bar in plot.lanes[0].bars] == [0.0, 4.0]
    assert events(plot)[-1] == ("alive", 12.0)
    assert codes(plot) == ["offsets_from_survival"]


def test_lines_at_unknown_distance_follow_one_another_with_a_note():
    plot = swimmer_patients(two_lines())
    assert [(bar.start, bar.end) for bar in plot.lanes[0].bars] == [(0.0, 3.0), (3.0, 8.0)]
    assert codes(plot) == ["gaps_unknown"]


def test_dates_that_contradict_the_line_numbers_are_passed_over():
    dates = pd.to_datetime(["2020-06-01", "2020-01-01"])
    plot = swimmer_patients(two_lines(start_date=list(dates)))
    assert [bar.start for bar in plot.lanes[0].bars] == [0.0, 3.0]
    assert codes(plot) == ["gaps_unknown"]


def test_a_bar_is_cut_where_the_next_line_starts():
    plot = swimmer_patients(two_lines(os_months=[12.0, 11.0], os_event=[1.0, 1.0]))
    first, second = plot.lanes[0].bars
    assert (first.end, first.shortened) == (1.0, True)
    assert (second.start, second.shortened) == (1.0, False)
    assert ("progression", 3.0) in events(plot)
    assert codes(plot) == ["offsets_from_survival", "overlap"]


def test_a_line_that_another_one_followed_is_not_ongoing():
    plot = swimmer_patients(two_lines(pfs_event=[0.0, 0.0]))
    assert events(plot) == [("ongoing", 8.0)]


def test_a_patients_line_without_time_is_counted_while_the_others_are_drawn():
    plot = swimmer_patients(two_lines(pfs_months=[3.0, None]))
    assert [bar.line_number for bar in plot.lanes[0].bars] == [1]
    assert plot.left_out[0].count.n_lines == 1
    assert codes(plot)[0] == "no_time"


def test_a_patient_without_any_time_has_no_lane():
    plot = swimmer_patients(two_lines(pfs_months=[None, None]))
    assert plot.lanes == ()
    assert codes(plot) == ["no_lanes"]
    assert plot.left_out[0].count.n_lines == 2


def test_patients_are_grouped_by_their_first_regimen_group(sample):
    plot = swimmer_patients(sample, sort="first regimen group")
    assert [(g.label, g.count.n_patients, g.count.n_lines) for g in plot.groups] == [
        ("anthracycline-based first", 23, 28),
        ("MTX-V first", 12, 14),
        ("other regimens first", 3, 6),
    ]


def test_patients_are_sorted_by_follow_up_or_as_in_the_sheet(sample):
    ends = [lane.end for lane in swimmer_patients(sample).lanes]
    assert ends == sorted(ends, reverse=True)
    in_file = [lane.patient_id for lane in swimmer_patients(sample, sort="file order").lanes]
    assert in_file == list(sample.frame["patient_id"].unique())


def test_a_patients_label_names_the_regimens_in_order():
    plot = swimmer_patients(two_lines(regimen=["AI", "CTX"]), label="patient and regimen")
    assert plot.lanes[0].label == "a · AI → CTX"
