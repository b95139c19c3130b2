"""Frozen dataclasses to JSON values and back, exactly. Knows no type of ours by name and no file format."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")


def encode(value: object) -> Any:
    """Dataclasses become objects, tuples lists, decimals and dates strings; everything else must be JSON already."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def decode(wanted: type[T], data: Any) -> T:
    """The reverse of :func:`encode`. Unknown keys are ignored and missing ones take the field's default, so old records stay readable."""
    return typing.cast("T", _decode(wanted, data))


def dumps(value: object) -> str:
    """Canonical JSON: sorted keys, no blanks. Equal values give equal text."""
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def loads(wanted: type[T], text: str | bytes) -> T:
    """A value of ``wanted`` from the text of :func:`dumps`."""
    return decode(wanted, json.loads(text))


def _decode(wanted: Any, data: Any) -> Any:
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return None if data is None else _decode(next(a for a in typing.get_args(wanted) if a is not type(None)), data)
    if origin is tuple:
        return _decode_tuple(typing.get_args(wanted), data)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        of = typing.get_args(wanted)[1]
        return {key: _decode(of, item) for key, item in data.items()}
    if dataclasses.is_dataclass(wanted):
        kind: Any = wanted
        return kind(**{name: _decode(hint, data[name]) for name, hint in _hints(kind).items() if name in data})
    return _decode_plain(wanted, data)


def _decode_tuple(args: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_decode(args[0], item) for item in data)
    return tuple(_decode(arg, item) for arg, item in zip(args, data, strict=True))


def _decode_plain(wanted: Any, data: Any) -> Any:
    if wanted is Decimal:
        return Decimal(data)
    if wanted is datetime:
        return datetime.fromisoformat(data)
    if wanted is date:
        return date.fromisoformat(data)
    return data


@functools.cache
def _hints(wanted: type) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    return {f.name: hints[f.name] for f in dataclasses.fields(wanted)}
