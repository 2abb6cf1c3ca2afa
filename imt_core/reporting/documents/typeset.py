"""PDF pages set in type by Typst, without a browser and without the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib
import typst

TEMPLATES: Final = Path(__file__).parent / "templates"


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Set a template in type.

    Parameters
    ----------
    template : str
        Name of a file of the templates.
    data : mapping
        What it reads as ``data``; every text is taken as text, whatever signs it holds.
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
    return typst.compile(
        (TEMPLATES / template).read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data), **given},
        timestamp=0,
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the pictures, and for letters that they lack those of the machine."""
    own = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(font_paths=[str(own)])
