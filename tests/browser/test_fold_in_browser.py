"""On a laptop the answer, the figure and the numbers of each group are in view at once."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.test_in_browser import PATIENCE

WIDE, HIGH = 1366, 768

SEEN_WHOLE: Final = (
    "survival",
    "survival?group_by=stage",
    "survival?group_by=",
    "survival?endpoint=rfs",
    "survival?endpoint=os",
    "survival?endpoint=os&unit=patients",
    "survival?curve=incidence",
    "survival?curve=incidence&endpoint=os",
    "response",
    "subgroups",
    "sequence",
    "published_figures",
)
MANY_COLUMNS: Final = ("regimen_group", "alk_status", "stage", "primary_site", "sex", "regimen")
TALLER_THAN_THE_WINDOW: Final = {
    "swimmer": ("answer", "figure_top", "key"),
    "swimmer?swimmer_mode=patients&only_alk_status=positive": ("answer", "figure_top", "key"),
    f"subgroups?forest_columns={'&forest_columns='.join(MANY_COLUMNS)}": (
        "answer",
        "figure_top",
        "groups",
    ),
    "": ("answer", "table_top"),
    "published_figures?published_of=paper": ("table_top",),
}
"""What is seen of each when it opens; the first minute stands above the Cohort page's."""

BOXES: Final = """() => {
  const all = (places) => [...document.querySelectorAll(places)];
  const box = (elements) => {
    const boxes = elements.map((one) => one.getBoundingClientRect()).filter((one) => one.width);
    const of = (side, most) => Math.round(most(...boxes.map((one) => one[side])));
    return boxes.length ? [of("left", Math.min), of("top", Math.min),
                           of("right", Math.max), of("bottom", Math.max)] : null;
  };
  const figure = ".st-key-figure .js-plotly-plot";
  const rows = all(".scroll")[0]?.querySelectorAll("tr") ?? [];
  const lines = all(`${figure} .nsewdrag`);
  const parts = {
    answer: all("p.answer"), groups: all("div.groups section"),
    figure: lines.concat(all(`${figure} text`)), key: all(`${figure} g[class^=legend]`),
    table_top: [...rows].slice(0, 6),
  };
  const boxes = Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, box(of)]));
  if (boxes.figure) boxes.figure_top = [...boxes.figure.slice(0, 3), boxes.figure[1] + 200];
  return boxes;
}"""
IN_SIGHT: Final = f"""(parts) => {{
  const boxes = ({BOXES})();
  const isDrawn = document.querySelector('[data-test-script-state="notRunning"]');
  return isDrawn && parts.every((part) => boxes[part] && boxes[part][0] >= 248
    && boxes[part][1] >= 0 && boxes[part][2] <= {WIDE} && boxes[part][3] <= {HIGH});
}}"""


@pytest.fixture
def laptop(window: Page) -> Page:
    window.set_viewport_size({"width": WIDE, "height": HIGH})
    return window


@pytest.mark.parametrize(
    ("view", "parts"),
    [(view, ("answer", "figure", "groups")) for view in SEEN_WHOLE]
    + list(TALLER_THAN_THE_WINDOW.items()),
)
def test_what_a_page_is_opened_for_is_seen_without_scrolling(
    laptop: Page, server: str, view: str, parts: tuple[str, ...]
) -> None:
    laptop.goto(f"{server}/{view}")
    try:
        laptop.wait_for_function(IN_SIGHT, arg=parts, timeout=PATIENCE / 2)
    except Error:
        pytest.fail(f"{view} shows {parts} at {laptop.evaluate(BOXES)}")


def test_the_figure_and_the_answer_stay_where_they_are_when_a_filter_is_clicked(
    laptop: Page, server: str
) -> None:
    laptop.goto(f"{server}/survival")
    pills = laptop.get_by_test_id("stSidebar")
    in_view = laptop.locator(".st-key-who_is_in_view")
    figure = laptop.locator(".st-key-figure .js-plotly-plot")
    places = []
    for press, seen in (
        ("", "48 lines"),
        ("negative 17", "17 lines in 14 patients · ALK-negative"),
        ("first 11", "11 lines in 11 patients"),
        ("first 11", "17 lines in 14 patients · ALK-negative"),
    ):
        if press:
            pills.get_by_role("button", name=press, exact=True).click()
        expect(in_view).to_contain_text(seen, timeout=PATIENCE)
        laptop.wait_for_function(IN_SIGHT, arg=["answer", "figure"], timeout=PATIENCE)
        box = figure.bounding_box()
        assert box is not None
        answer = laptop.evaluate(BOXES)["answer"]
        places.append([answer[0], answer[1], round(box["x"]), round(box["y"])])
    assert places == [places[0]] * 4
