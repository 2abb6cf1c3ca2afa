"""Only one module reaches into the libraries that write PowerPoint and Word files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places import ROOT

REPORTING = ROOT / "imt_core" / "reporting"
PRIVATE = re.compile(r"[\w\])](?<!self)(?<!cls)\._[a-z]|(?:docx|pptx)\.oxml")
FILES = [*sorted((REPORTING / "slides").glob("*.py")), *sorted(REPORTING.glob("documents/*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_slides_and_documents_take_privates_from_one_module(path: Path) -> None:
    assert PRIVATE.findall(path.read_text()) == []


def test_that_module_is_found_out_by_the_same_search() -> None:
    text = (REPORTING / "content" / "office_private.py").read_text()
    assert len(PRIVATE.findall(text)) == 6
