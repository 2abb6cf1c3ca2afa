"""A hand on the keys alone: it goes to what it looks for, and sees at each step where it is."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Locator

MOST_STEPS: Final = 80

NEXT_KEY: Final = """async (place) => {
  const from = document.activeElement;
  const ringed = ".react-aria-ComboBox, label, [data-testid=stNumberInputContainer], " +
    "[data-testid=stTextInputRootElement]";
  const seen = (element) => {
    const style = getComputedStyle(element);
    return style.boxShadow !== "none" || style.outlineStyle !== "none";
  };
  // Some rings grow.
  for (let tries = 0; tries < 40 && from.matches("body *:not(main, td)"); tries++) {
    const around = [from, from.closest(ringed), ...from.closest("label")?.children ?? []];
    if (around.some((each) => each && seen(each))) break;
    await new Promise((done) => setTimeout(done, 25));
    if (!from.isConnected) return "again";
    if (tries === 39) throw new Error(`no ring around ${from.outerHTML.slice(0, 200)}`);
  }
  if (from === place) return "";
  const isAfter = from.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
  const group = "[role=tablist], [role=radiogroup], [data-testid=stButtonGroup]";
  const shared = from.closest(group);
  if (shared && shared.contains(place)) return isAfter ? "ArrowRight" : "ArrowLeft";
  return isAfter ? "Tab" : "Shift+Tab";
}"""
"""The key that leads from what has the focus, whose ring can be seen, towards a place."""


def reach(place: Locator) -> None:
    """Go to a place by Tab, Shift+Tab and the arrows within a group."""
    for _ in range(MOST_STEPS):
        key = place.evaluate(NEXT_KEY)
        if not key:
            return
        if key == "again":
            continue
        place.page.keyboard.press(key)
    pytest.fail(f"{place} is not reached by keys")
