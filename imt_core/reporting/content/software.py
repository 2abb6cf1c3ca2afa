"""Which software made a document, and where its numbers come from."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Final

from imt_core.reporting.content.context import RECONSTRUCTION, ExportContext

VERSION: Final = "0.1.0"

SAMPLE_HASH: Final = "1c31dce26dd9830698e31aea4ece4fbb41f722841f5d400de8d676dbdca9ad2c"
"""SHA-256 of the sample cohort's file: a reconstruction, whoever opens it."""

_PACKAGES: Final = ("numpy", "pandas", "scipy", "plotly")


def product_name(*, is_sample: bool) -> str:
    """What the product is called beside a cohort: another tumour is not called IMT.

    Examples
    --------
    >>> product_name(is_sample=True), product_name(is_sample=False)
    ('IMT Explorer', 'Cohort Explorer')
    """
    return "IMT Explorer" if is_sample else "Cohort Explorer"


def software_of(*, is_sample: bool) -> str:
    """The product and its version, as documents name it.

    Examples
    --------
    >>> software_of(is_sample=False).rsplit(" ", 1)[0]
    'Cohort Explorer'
    """
    return f"{product_name(is_sample=is_sample)} {VERSION}"


def software_versions(context: ExportContext) -> tuple[tuple[str, str], ...]:
    """Names and versions of the software behind the numbers.

    Examples
    --------
    >>> software_versions(ExportContext(cohort_name="IMT", software="IMT Explorer 0.1.0"))[0]
    ('This software', 'IMT Explorer 0.1.0')
    >>> [name for name, _ in software_versions(ExportContext(cohort_name="IMT"))]
    ['Python', 'numpy', 'pandas', 'scipy', 'plotly']
    """
    own = [("This software", context.software)] if context.software else []
    packages = [(name, version(name)) for name in _PACKAGES]
    return (*own, ("Python", platform.python_version()), *packages)


def origin_facts(context: ExportContext) -> tuple[tuple[str, str], ...]:
    """The cohort, its date, what it is, how to recognise its file, and what is not shown of it.

    Examples
    --------
    >>> origin_facts(ExportContext(cohort_name="IMT", data_date="May 2024", file_hash="ab"))
    (('Cohort', 'IMT'), ('Data of', 'May 2024'), ('SHA-256 of the file', 'ab'))
    >>> origin_facts(ExportContext(cohort_name="IMT", is_reconstruction=True))[1][0]
    'Origin'
    """
    facts = (
        ("Cohort", context.cohort_name),
        ("Data of", context.data_date),
        ("Origin", RECONSTRUCTION if context.is_reconstruction else ""),
        ("SHA-256 of the file", context.file_hash),
        *context.protections,
        *(("View left out", text) for text in context.left_out),
    )
    return tuple((name, text) for name, text in facts if text)
