"""The name and version of this software, as it stands on documents."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
SOFTWARE: Final = f"IMT Explorer {VERSION}"
