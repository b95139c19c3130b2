"""Frozen dataclasses to JSON values and back, exactly. Knows no type of ours by name and no file format."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")


def encode(value: object) -> Any:
    """Dataclasses become objects, tuples lists, decimals and dates strings; everything else must be JSON already."""
    if value is None or isinstance(value, str | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    return _text(value)


def _text(value: object) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


@functools.cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass, found out once: an import encodes hundreds of thousands of values."""
    return tuple(f.name for f in dataclasses.fields(kind))


def decode(wanted: type[T], data: Any) -> T:
    """The reverse of :func:`encode`. Unknown keys are ignored and missing ones take the field's default, so old records stay readable."""
    return typing.cast("T", _decoder(typing.cast("typing.Any", wanted))(data))


def dumps(value: object) -> str:
    """Canonical JSON: sorted keys, no blanks. Equal values give equal text."""
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def loads(wanted: type[T], text: str | bytes) -> T:
    """A value of ``wanted`` from the text of :func:`dumps`."""
    return decode(wanted, json.loads(text))


def _same(data: Any) -> Any:
    return data


_PLAIN: dict[Any, Callable[[Any], Any]] = {Decimal: Decimal, datetime: datetime.fromisoformat, date: date.fromisoformat}


@functools.cache
def _decoder(wanted: Any) -> Callable[[Any], Any]:
    """How to decode a type, found out once: a folder decodes tens of thousands of values."""
    origin, args = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        return _optional(_decoder(next(a for a in args if a is not type(None))))
    if origin is tuple:
        return _tuple(args)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        of = _decoder(args[1])
        return lambda data: {key: of(item) for key, item in data.items()}
    if dataclasses.is_dataclass(wanted):
        return _dataclass(wanted)
    return _PLAIN.get(wanted, _same)


def _optional(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda data: None if data is None else inner(data)


def _tuple(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])
        return lambda data: tuple(map(item, data))
    each = [_decoder(arg) for arg in args]
    return lambda data: tuple(one(value) for one, value in zip(each, data, strict=True))


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    fields = [(f.name, _decoder(hints[f.name])) for f in dataclasses.fields(kind)]
    return lambda data: kind(**{name: of(data[name]) for name, of in fields if name in data})
