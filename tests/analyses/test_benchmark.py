"""A cohort beside published series: facts as their sources have them, and nothing is pooled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.benchmark.benchmark import Benchmark, benchmark
from imt_core.analyses.benchmark.card_files import read_cards, shipped_cards, write_cards
from imt_core.analyses.benchmark.cards import SeriesCard, SeriesFigure, check_figure, own_card
from imt_core.analyses.benchmark.chosen import benchmark_measures
from imt_core.analyses.benchmark.rates import CardRate, OwnRate
from imt_core.analyses.benchmark.standing import standing_of
from imt_core.analyses.view_bounds import check_request
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError

CARDS = {card.id: card for card in shipped_cards()}
FOUR_OF_NINE = SeriesFigure(kind="response", n_success=4, n=9)


@pytest.fixture(scope="module")
def rebuilt(sample: Cohort) -> Cohort:
    return replace(sample, is_reconstruction=True)


def counts(card: SeriesCard) -> list[tuple[int | None, int | None]]:
    return [(figure.n_success, figure.n) for figure in card.figures if figure.kind == "response"]


def percents(rate: OwnRate | CardRate) -> tuple[float | None, ...]:
    limits = rate.estimate, rate.conf_low, rate.conf_high
    return tuple(None if x is None else round(100 * x, 1) for x in limits)


def test_the_counts_are_those_of_the_sources() -> None:
    assert {name: counts(card) for name, card in CARDS.items()} == {
        "baldi2020_anthracycline": [(10, 21)],
        "baldi2020_mtx_v": [(7, 13)],
        "baldi2020_ctx": [(3, 4)],
        "baldi2020_gd": [(1, 2)],
        "casanova2020_vbl_mtx": [(8, 10)],
        "kube_mtx_vnr": [(1, 2)],
        "create2018_alk_pos": [(6, 12)],
        "create2018_alk_neg": [(1, 7)],
        "create2021_alk_pos": [(8, 12)],
        "create2021_alk_neg": [(1, 7)],
        "advl0912": [(12, 14)],
        "a8081013": [(6, 9), (5, 7)],
        "fudan_crizotinib": [(13, 16)],
        "fischer2021_ceritinib": [(7, 10)],
        "casanova2020_alk_inhibitor": [(5, 5)],
        "casanova2020_ifosfamide": [(0, 3)],
        "kube_rms": [(3, 11)],
    }


def test_every_shipped_figure_is_possible_and_says_where_it_was_read() -> None:
    for card in CARDS.values():
        for figure in card.figures:
            check_figure(figure)
    assert [card.id for card in CARDS.values() if not (card.where_read and card.citation)] == []


@pytest.mark.parametrize("name", ["baldi2020_anthracycline", "baldi2020_mtx_v"])
def test_the_exact_interval_is_the_one_that_the_model_paper_prints(name: str) -> None:
    (figure,) = CARDS[name].figures_of("orr")
    rate = figure.rate()
    assert rate is not None
    assert (round(100 * rate.conf_low, 1), round(100 * rate.conf_high, 1)) == (
        figure.printed_low,
        figure.printed_high,
    )


def test_a_printed_interval_that_the_counts_do_not_give_is_named() -> None:
    told = {
        name: figure.not_reproduced
        for name, card in CARDS.items()
        for figure in card.figures
        if figure.not_reproduced
    }
    assert told == {
        "create2021_alk_neg": "printed lower limit 0.0%, exact 0.4%",
        "fischer2021_ceritinib": "printed lower limit 33%, exact 35%",
    }


def test_counts_out_of_a_percentage_are_said_to_be() -> None:
    inferred = [name for name, card in CARDS.items() if any(f.is_inferred for f in card.figures)]
    assert inferred == ["create2021_alk_pos", "create2021_alk_neg", "fudan_crizotinib"]


def test_beside_the_sample_its_own_paper_and_what_may_share_patients_are_grey(
    rebuilt: Cohort,
) -> None:
    found = benchmark(rebuilt, cards=tuple(CARDS))
    standing = {rate.card.id: rate.standing.kind for rate in found.rates}
    assert {name for name, kind in standing.items() if kind == "same patients"} == {
        "baldi2020_anthracycline",
        "baldi2020_mtx_v",
        "baldi2020_ctx",
        "baldi2020_gd",
    }
    assert {name for name, kind in standing.items() if kind == "overlapping"} == {
        "casanova2020_vbl_mtx"
    }
    assert {name for name, kind in standing.items() if kind == "superseded"} == {
        "create2018_alk_pos",
        "create2018_alk_neg",
    }
    kinds = [rate.standing.kind for rate in found.rates]
    assert kinds == [*["current"] * 11, *["same patients"] * 4, "overlapping", *["superseded"] * 2]


def test_of_two_series_that_share_patients_the_smaller_is_grey_while_both_are_shown() -> None:
    known, small = tuple(CARDS.values()), CARDS["casanova2020_vbl_mtx"]
    beside = [CARDS["baldi2020_mtx_v"], small]
    assert standing_of(small, known, shown=beside).reason == (
        "may share patients with MTX-V, Baldi 2020"
    )
    assert standing_of(CARDS["baldi2020_mtx_v"], known, shown=beside).kind == "current"
    assert standing_of(small, known, shown=[small]).kind == "current"


def test_an_early_report_is_shown_first_only_where_the_later_does_not_tell_the_rate() -> None:
    known, early = tuple(CARDS.values()), CARDS["create2018_alk_pos"]
    orr = standing_of(early, known, measure="orr")
    pfs = standing_of(early, known, measure=("pfs", 12.0))
    assert (orr.is_grey, orr.is_shown_first, pfs.is_grey, pfs.is_shown_first) == (
        True,
        False,
        True,
        True,
    )
    assert pfs.reason.endswith("a later data cut, which does not print this rate")


def test_where_sources_differ_both_values_are_shown(rebuilt: Cohort) -> None:
    orr = benchmark(rebuilt, cards=["a8081013"])
    pfs = benchmark(rebuilt, measure=("pfs", 12.0))
    assert [(rate.n_success, rate.n) for rate in orr.rates] == [(6, 9), (5, 7)]
    assert [percents(rate) for rate in pfs.rates] == [(67.0, None, None), (73.3, 37.9, 90.6)]
    for found in (orr, pfs):
        assert any(note.code == "sources_differ" for note in found.notes)


def test_the_cohort_s_own_rates_are_those_of_its_pages(rebuilt: Cohort) -> None:
    orr = benchmark(rebuilt, by=("regimen_group",))
    assert [(rate.n_event, rate.n) for rate in orr.own] == [(10, 21), (7, 13), (4, 10)]
    treated = benchmark(rebuilt, by=("regimen_group",), measure="orr_treated")
    assert [(rate.n_event, rate.n) for rate in treated.own] == [(10, 25), (7, 13), (4, 10)]
    pfs = benchmark(rebuilt, by=("regimen_group",), measure=("pfs", 12.0))
    told = [
        tuple(round(100 * x, 1) for x in (r.estimate, r.conf_low, r.conf_high)) for r in pfs.own
    ]
    assert told[:2] == [(29.4, 14.1, 61.4), (77.8, 54.9, 100.0)]


def against(cohort: Cohort, card: str, **options: object) -> Benchmark:
    options = {"by": ("regimen_group",), "cards": [card], "compared": card} | options
    return benchmark(cohort, **options)


def test_a_group_is_set_against_a_card_as_one_sample_against_another(rebuilt: Cohort) -> None:
    first, second, _ = against(rebuilt, "advl0912").differences
    # R: fisher.test(matrix(c(10, 11, 12, 2), 2)), and of c(7, 6, 12, 2); p.adjust of three.
    assert (first.group, round(first.p_value, 6)) == ("This cohort, anthracycline-based", 0.033737)
    assert round(second.p_value, 6) == 0.103188
    # R: the square-and-add formula on the limits of prop.test(x, n, correct = FALSE).
    assert [round(x, 4) for x in (first.estimate, first.conf_low, first.conf_high)] == [
        -0.381,
        -0.5994,
        -0.0556,
    ]


def test_a_series_is_not_compared_with_its_own_patients(rebuilt: Cohort) -> None:
    for name in ("baldi2020_mtx_v", "casanova2020_vbl_mtx"):
        (_, difference, _) = against(rebuilt, name).differences
        assert (difference.p_value, difference.conf_low) == (None, None)
        assert "this" in difference.test_reason


def test_a_test_that_could_find_nothing_is_not_made(rebuilt: Cohort) -> None:
    difference = against(rebuilt, "kube_mtx_vnr").differences[1]
    assert difference.p_value is None
    assert difference.test_reason.startswith("with these numbers no result could reach p < 0.05")
    assert difference.conf_low is not None


def test_lines_of_one_patient_are_not_tested_against_a_series(rebuilt: Cohort) -> None:
    (difference,) = against(rebuilt, "advl0912", by=()).differences
    assert difference.p_value is None
    assert difference.test_reason == (
        "48 lines in 38 patients: several lines of a patient are not several patients"
    )


def test_printed_rates_get_an_interval_of_both_and_no_test(rebuilt: Cohort) -> None:
    found = against(rebuilt, "create2018_alk_pos", measure=("pfs", 12.0)).differences
    without, with_limits = (d for d in found if d.group == "This cohort, MTX-V")
    assert (without.conf_low, without.interval_reason) == (None, "the series has none")
    assert with_limits.test_reason == "a printed rate has no counts to test"
    # 7/9 (0.5485 to 1) less 0.733 (0.379 to 0.906), by the square-and-add formula.
    assert [round(x, 3) for x in (with_limits.conf_low, with_limits.conf_high)] == [-0.242, 0.463]


def test_printed_intervals_stand_beside_none_of_another_level(rebuilt: Cohort) -> None:
    found = benchmark(rebuilt, measure=("pfs", 12.0), conventions=Conventions(conf_level=0.9))
    assert [rate.conf_low for rate in found.rates] == [None, None]
    assert any(note.code == "printed_level" for note in found.notes)


def test_beside_another_cohort_the_series_are_said_to_be_of_one_tumour(
    sample: Cohort, rebuilt: Cohort
) -> None:
    def says_so(found: Benchmark) -> bool:
        return any(note.code == "series_of_imt" for note in found.notes)

    another = replace(sample, is_reconstruction=False)
    hidden = benchmark(another, shipped=False)
    assert (says_so(benchmark(another)), says_so(benchmark(rebuilt)), says_so(hidden)) == (
        True,
        False,
        False,
    )
    assert hidden.rates == ()


def test_own_cards_stand_beside_the_shipped_ones_and_give_rates_of_their_own(
    rebuilt: Cohort,
) -> None:
    rate = SeriesFigure(kind="survival", endpoint="os", months=24.0, percent=60.0)
    card = own_card("Ours", figures=[FOUR_OF_NINE, rate])
    found = benchmark(rebuilt, own_cards=[card])
    assert [(r.label, r.n_success, r.n) for r in found.rates if r.card.is_own] == [("Ours", 4, 9)]
    assert benchmark_measures([*CARDS.values(), card])[-1] == ("os", 24.0)


def test_a_card_that_nobody_knows_is_refused(rebuilt: Cohort) -> None:
    with pytest.raises(ImtError, match="cards must be names of series that are known, but own: X"):
        benchmark(rebuilt, cards=["own: X"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_success": 10}, "responders must be from 0 to the number evaluated, but 10 of 9"),
        ({"n": 0}, "the number evaluated must be from 1"),
        ({"n": None}, "the number evaluated must be from 1"),
        ({"printed_low": 50.0, "printed_high": 40.0}, "limits must be from 0 to 100"),
        ({"printed_high": 101.0}, "limits must be from 0 to 100"),
        ({"kind": "median", "endpoint": "pfs", "months": 0.0}, "months must be more than 0"),
        ({"kind": "median", "endpoint": "age", "months": 3.0}, "the endpoint of a card"),
        (
            {"kind": "survival", "endpoint": "os", "months": 12.0, "percent": float("nan")},
            "a rate must be from 0 to 100 percent",
        ),
        (
            {"kind": "median", "endpoint": "os", "months": 12.0, "printed_low": 13.0},
            "a figure must lie between its limits",
        ),
    ],
)
def test_an_impossible_figure_is_refused_in_a_sentence(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(ImtError, match=message):
        own_card("Ours", figures=[replace(FOUR_OF_NINE, **change)])


@pytest.mark.parametrize(
    ("name", "words"),
    [("", {}), ("x" * 61, {}), ("Ours", {"citation": "y" * 301}), ("a\x00b", {}), ("a\u202eb", {})],
)
def test_words_that_cannot_stand_on_a_card_are_refused(name: str, words: dict[str, str]) -> None:
    with pytest.raises(ImtError, match="a card"):
        own_card(name, figures=[FOUR_OF_NINE], **words)


def test_own_cards_come_back_from_their_file() -> None:
    cards = (own_card("Ours", treatment="x", figures=[FOUR_OF_NINE]),)
    assert read_cards(write_cards(cards)) == cards


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name;n\nOurs;9\n",
        b'{"kind": "card file", "version": 1, "cards": [{"id": "own: A"}]}',
        write_cards([own_card("Ours", figures=[FOUR_OF_NINE])] * 2),
        write_cards([replace(own_card("Ours", figures=[FOUR_OF_NINE]), id="baldi2020_ctx")]),
        write_cards([replace(own_card("Ours", figures=[FOUR_OF_NINE]), supersedes="advl0912")]),
        write_cards(shipped_cards()),
        write_cards([own_card("Ours", figures=[FOUR_OF_NINE])]).replace(b": 9", b": 1e999"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
def test_a_file_that_is_none_of_own_cards_is_refused(content: bytes) -> None:
    with pytest.raises(ImtError):
        read_cards(content)


def test_a_request_with_impossible_cards_is_refused() -> None:
    card = own_card("Ours", figures=[FOUR_OF_NINE])
    request = ViewRequest(kind="benchmark", own_cards=(card,), cards=(card.id,))
    check_request(request)
    for wrong in (
        replace(request, own_cards=(card, card)),
        replace(request, cards=(card.id, card.id)),
        replace(request, overlap="cluster"),
    ):
        with pytest.raises(ImtError):
            check_request(wrong)
