"""Typed readers for the environment: a wrong value stops the start with a sentence that says what to do."""

import os
import shlex
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()


def text(name: str, default: str | object = _MISSING) -> str:
    """The value as it is; without a default it must be set."""
    value = os.environ.get(name, "")
    if value:
        return value
    if isinstance(default, str):
        return default
    raise ImproperlyConfigured(f"环境变量 {name} 未设置。")


def choice(name: str, allowed: Sequence[str], default: str) -> str:
    """One of `allowed`."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不对，只能是：{'、'.join(allowed)}。")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A switch, written 1 or 0."""
    return choice(name, ("0", "1"), "1" if default else "0") == "1"


def whole(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number from `lowest` to `highest`."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值“{value}”不对，请填 {lowest} 到 {highest} 之间的整数。"
        )
    return int(value)


def words(name: str, default: str) -> list[str]:
    """A list separated by commas; an empty one is refused."""
    found = [word.strip() for word in text(name, default).split(",") if word.strip()]
    if not found:
        raise ImproperlyConfigured(f"环境变量 {name} 至少要写一项，用英文逗号隔开。")
    return found


def command(name: str) -> list[str]:
    """A program and its arguments, quoted as in a shell; empty when nobody set it."""
    try:
        return shlex.split(text(name, ""))
    except ValueError as error:
        raise ImproperlyConfigured(f"环境变量 {name} 的引号不成对，请检查。") from error
