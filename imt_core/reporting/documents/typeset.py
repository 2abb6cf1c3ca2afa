"""PDF pages set in type by Typst, without a browser and without the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from imt_core.reporting.typefaces import MISSING, describe_missing, font_folders, shown, texts_in

TEMPLATES: Final = Path(__file__).parent / "templates"


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Set a template in type.

    Parameters
    ----------
    template : str
        Name of a file of the templates.
    data : mapping
        What it reads as ``data``; every text is taken as text, whatever signs it holds. Letters
        that no font holds are named in its ``footer``.
    pictures : mapping of str to bytes
        SVG, which it reads as ``picture(name)``.

    Returns
    -------
    bytes
        A tagged PDF without author and day; the same data always give the same file.

    Examples
    --------
    >>> board = {"title": "#panic()", "origin": "", "index": None, "index_share": 1,
    ...          "figures": [], "caveats": [], "footer": ""}
    >>> typeset("board.typ", board, {})[:5]
    b'%PDF-'
    """
    given = {f"picture-{name}": svg.decode() for name, svg in pictures.items()}
    lacking = describe_missing(texts_in(data))
    if not lacking and any(MISSING in svg for svg in given.values()):
        lacking = f"{MISSING} stands for a letter that no font here holds."
    if lacking:
        data = {**data, "footer": " · ".join(filter(None, (data["footer"], lacking)))}
    return typst.compile(
        (TEMPLATES / template).read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_shown(data)), **given},
        timestamp=0,
    )


def _shown(value: Any) -> Any:
    """The same with every text as it is drawn."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {key: _shown(part) for key, part in value.items()}
    return [*map(_shown, value)] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the pictures and no other, so that a file is the same on every machine."""
    return typst.Fonts(
        font_paths=[*map(str, font_folders())],
        include_system_fonts=False,
        include_embedded_fonts=False,
    )
