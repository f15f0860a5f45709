"""HTML reduced to what the policy allows, by nh3, whose parser is a browser's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from urllib.parse import unquote

import nh3

from nbjudge.feedback.harmless import policy

# HTML's formatting elements: a parser opens those that are not closed again in each paragraph, cell and the like
_FORMATS: Final = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_TAG: Final = re.compile(r'<(/?)(?!br|hr|img)[a-z][a-z0-9]*(?: [a-z]+="[^"]*")*>')  # as nh3 writes it
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


class TooMuch(Exception):
    """HTML that would take long to parse, here or in a browser."""


class Pictures:
    """The pictures attached to a cell.

    Args:
        by_name: each as a `data:` address.
    """

    def __init__(self, by_name: Mapping[str, str]) -> None:
        self._by_name = {name: data for name, data in by_name.items() if policy.PICTURE.fullmatch(data)}
        self._used: Counter[str] = Counter()

    def __contains__(self, source: str) -> bool:
        """Whether there is an attached picture that the source `attachment:NAME` stands for."""
        return self._name(source) in self._by_name

    def use(self, source: str) -> str | None:
        """Its data, once more; None if there is none, or it was used often enough."""
        name = self._name(source)
        self._used[name] += 1
        return self._by_name.get(name) if self._used[name] <= policy.PICTURE_USES else None

    def _name(self, source: str) -> str:
        name = source.removeprefix(policy.ATTACHED)
        return name if name in self._by_name else unquote(name)


def sanitized(html: str, pictures: Pictures | None = None) -> str:
    """The HTML with nothing in it but what the policy allows.

    It holds the main thread to its end, whatever rings meanwhile, so its work is bounded by what is counted before.

    Args:
        pictures: those that it may refer to by `attachment:NAME`.

    Raises:
        TooMuch: if it has too many tags, or too many within each other.
    """
    tags = html.count("<")
    if tags > policy.TEXT_TAGS or tags * len(_FORMATS.findall(html)) > policy.TEXT_REPEATED:
        raise TooMuch(f"{tags} tags")
    once = _clean(html, partial(_allowed, pictures or Pictures({})))
    if _depth(once) > policy.TEXT_DEPTH:
        raise TooMuch("too deep")
    # What a browser reads counts: a link in a table in a link is written as a link in a link, and read as two.
    return _clean(once, partial(_allowed, Pictures({})))


def _clean(html: str, attribute_filter: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        html,
        tags=policy.TAGS,
        attributes=policy.ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes=policy.SCHEMES,
        link_rel=policy.LINK_REL,
    )


def _allowed(pictures: Pictures, tag: str, name: str, value: str) -> str | None:
    """What becomes of an attribute's value; None: the attribute goes."""
    if name == "src":
        if value.startswith(policy.ATTACHED):
            return pictures.use(value)
        return value if policy.PICTURE.fullmatch(value) else None
    if name == "href":
        return value if policy.LINK.fullmatch(value) else None
    if name == "align":
        return value if value in policy.ALIGNMENTS else None
    if name in policy.LARGEST:
        return value if _NUMBER.fullmatch(value) and int(value) <= policy.LARGEST[name] else None
    return value


def _depth(html: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest
