"""What passes between the reading process and the one that asked: values, never code.

The reading process has seen a stranger's bytes, so what it sends is taken apart with care: only the
plain data classes of this package, of pandas, NumPy and the standard library can be in it.
"""

from __future__ import annotations

import importlib
import io
import pickle
import struct
from collections.abc import Callable
from typing import IO, Any, Final

import numpy as np
import pandas as pd

_LENGTH: Final = struct.Struct(">Q")
_LARGEST: Final = 2 << 30
_PLAIN: Final = {
    "builtins": {"set", "frozenset", "slice", "complex", "range", "bytearray"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "collections": {"OrderedDict"},
    "pathlib": {"PurePosixPath", "PureWindowsPath"},
    "types": {"MappingProxyType"},
    "_codecs": {"encode"},
    "numpy": {"dtype", "ndarray", "bool_", "float64", "int64"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "pandas._libs.arrays": {"__pyx_unpickle_NDArrayBacked"},
    "pandas._libs.internals": {"_unpickle_block"},
    "pandas._libs.tslibs.nattype": {"_nat_unpickle"},
    "pandas._libs.tslibs.timestamps": {"_unpickle_timestamp"},
    "pandas.core.indexes.base": {"_new_Index", "Index"},
    "pandas.core.indexes.range": {"RangeIndex"},
    "pandas.core.indexes.multi": {"MultiIndex"},
    "pandas.core.internals.managers": {"BlockManager", "SingleBlockManager"},
    "pandas.core.frame": {"DataFrame"},
    "pandas.core.series": {"Series"},
    "pandas.core.arrays.categorical": {"Categorical"},
    "pandas.core.arrays.datetimes": {"DatetimeArray"},
    "pandas.core.arrays.boolean": {"BooleanArray"},
    "pandas.core.arrays.integer": {"IntegerArray"},
    "pandas.core.dtypes.dtypes": {"CategoricalDtype"},
}
"""What may be in a value beside the classes of this package, by module."""


def packed(value: object) -> bytes:
    """Make bytes of a value.

    Examples
    --------
    >>> unpacked(packed({"a": (1, 2.5)}))
    {'a': (1, 2.5)}
    >>> frame = pd.DataFrame({"x": ["a", "b", "a"], "y": [1, 2, 3]}, index=[2, 3, 5])
    >>> unpacked(packed(frame)).equals(frame)
    True
    """
    content = io.BytesIO()
    _Packer(content, protocol=5).dump(value)
    return content.getvalue()


def unpacked(content: bytes) -> Any:
    """Make the value of its bytes.

    Raises
    ------
    pickle.UnpicklingError
        If anything but data is in it.

    Examples
    --------
    >>> import os
    >>> unpacked(pickle.dumps(os.system))
    Traceback (most recent call last):
        ...
    _pickle.UnpicklingError: no data: posix.system
    """
    return _Unpacker(io.BytesIO(content)).load()


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write bytes with their length before them."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read bytes as `write_frame` wrote them; ``None`` where the stream has ended.

    Examples
    --------
    >>> stream = io.BytesIO()
    >>> write_frame(stream, b"abc")
    >>> _ = stream.seek(0)
    >>> read_frame(stream), read_frame(stream)
    (b'abc', None)
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        return None
    content = stream.read(length)
    return content if len(content) == length else None


class _Packer(pickle.Pickler):
    """Sends a column of texts as its different texts and where each stands."""

    def reducer_override(self, value: object) -> Any:
        if type(value) is pd.DataFrame and _holds_texts(value):
            columns = [_column(value.iloc[:, place]) for place in range(value.shape[1])]
            return _frame, (value.index, value.columns, columns)
        return NotImplemented


def _holds_texts(table: pd.DataFrame) -> bool:
    return any(dtype == "object" for dtype in table.dtypes)


def _column(cells: pd.Series) -> tuple[bytes, bytes] | pd.Series:
    if cells.dtype == "object" and pd.api.types.infer_dtype(cells, skipna=False) == "string":
        places, texts = pd.factorize(cells.to_numpy())
        return places.astype(np.int32).tobytes(), pickle.dumps(list(texts), protocol=5)
    return cells.reset_index(drop=True)


def _frame(index: pd.Index, columns: pd.Index, parts: list[Any]) -> pd.DataFrame:
    """Put a table together, a column at a time: other threads can run between two of them."""
    made = [part.to_numpy() if isinstance(part, pd.Series) else _texts(*part) for part in parts]
    table = pd.DataFrame(dict(enumerate(made)), index=index)
    table.columns = columns
    return table


def _texts(places: bytes, texts: bytes) -> Any:
    different = np.array(unpacked(texts), dtype=object)
    return different[np.frombuffer(places, dtype=np.int32)]


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == __name__ and name == "_frame":
            return _frame
        if name in _PLAIN.get(module, ()):
            found: Callable[..., Any] = getattr(importlib.import_module(module), name)
            return found
        if module.partition(".")[0] == "imt_core":
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"no data: {module}.{name}")
