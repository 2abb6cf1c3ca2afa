"""Which software made a document, and where its numbers come from."""

from __future__ import annotations

import platform
from hashlib import sha256
from importlib.metadata import version
from typing import Final

import pandas as pd

from imt_core.reporting.content.context import RECONSTRUCTION, ExportContext

VERSION: Final = "0.1.0"

SAMPLE_NAME: Final = "IMT sample cohort"
"""What pages and documents call it."""

_SAMPLE_LINES: Final = """
9da40309 09876856 26babd24 04c1a6a3 7f449469 ab3b49fb 2438c99d c9a615b9 51d85490
a44fffc2 555de3e6 613c74fb 7cf917c7 6cf73e9e b4b0b1f1 f072b95b 9bc73fbf 64a5e1a0
7742da31 4e4c735e 39b6cbc1 52f608b0 037597f5 020a4650 58121c74 7e744983 6bf27ef4
829aadd4 68f92d02 6d6fc141 77d01818 9b337f55 b3fde4bc 00a0db04 ba58baab 6b8883bc
e599721c 3e3c1aaa 0f446539 ba6aaca5 5a7e3aad 42e9a99c a171448f 0712e55e 868e6541
f63933ed 22fc9a81 9fd4b13a
"""
"""Each line of the sample cohort by the beginning of a SHA-256."""

_PACKAGES: Final = ("numpy", "pandas", "scipy", "plotly")


def is_of_sample(frame: pd.DataFrame) -> bool:
    """Whether every line is one of the sample cohort, told by patient, line and survival.

    An export of it, or a part, is a reconstruction too, whoever opens it.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"patient_id": ["IMT-01"], "line_number": [1.0], "os_months": [39.89]})
    >>> is_of_sample(frame), is_of_sample(frame.replace({"os_months": {39.89: 39.9}}))
    (True, False)
    >>> is_of_sample(frame[["patient_id"]])
    False
    """
    key = ["patient_id", "line_number", "os_months"]
    if not set(key) <= set(frame):
        return False
    rows = frame[key].itertuples(index=False)
    return {
        sha256(f"{patient} {line} {months}".encode()).hexdigest()[:8]
        for patient, line, months in rows
    } <= {*_SAMPLE_LINES.split()}


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
