r"""Formulas as MathML, which browsers draw by themselves: no script, no network, and read out by screen readers.

latex2mathml reads TeX; what it makes is written out here, element by element, as far as the policy allows. Its own text
is not taken: it writes what stands in ``\text{...}`` without escaping it, and knows ``\href`` and ``\style``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from nbjudge.feedback.harmless import policy

_ARMED: Final = re.compile(r"\\(?:re)?new(?:command|environment)\b|\\[egx]?def\b|\\let\b|\\DeclareMath")
_ESCAPED: Final = re.compile(r"\\([_%$#&{}])")
_LENGTH: Final = re.compile(r"(-?\d*\.?\d+)(?:em|ex|mu)")
_IN_TEXT: Final = re.compile(r"(\$\$?|\\\[|\\\()(.+?)(\$\$?|\\\]|\\\))", re.DOTALL)
_CLOSES: Final = {"$": "$", "$$": "$$", "\\[": "\\]", "\\(": "\\)"}


class NoFormula(ValueError):
    """Text that is not shown as a formula."""


def formula(tex: str, *, block: bool) -> str:
    """A formula as MathML; as the text that it is, between dollar signs, where it is not understood."""
    try:
        return mathml(tex, block=block)
    except NoFormula:
        sign = "$$" if block else "$"
        return f"{sign}{escape(tex)}{sign}"


def environment(name: str, body: str) -> str:
    r"""What stands between ``\begin{name}`` and ``\end{name}``, outside of dollar signs."""
    whole = f"\\begin{{{name}}}{body}\\end{{{name}}}"
    try:
        if name.rstrip("*") not in policy.ENVIRONMENTS:
            raise NoFormula(name)
        return mathml(body if name.rstrip("*") in policy.ENVIRONMENTS_ALONE else whole, block=True)
    except NoFormula:
        return escape(whole)


def in_text(text: str) -> str:
    """HTML of a text in which formulas stand between dollar signs, as SymPy puts them out."""

    def shown(found: re.Match[str]) -> str:
        if _CLOSES[found[1]] != found[3]:
            raise NoFormula("it ends otherwise than it begins")
        return mathml(found[2], block=found[1] in ("$$", "\\["))

    try:
        parts = [(text[begin:end], found) for begin, end, found in _around(text)]
        return "".join(escape(before) + (shown(found) if found else "") for before, found in parts)
    except NoFormula:
        return escape(text)


def mathml(tex: str, *, block: bool) -> str:
    """A formula as MathML, in a box of its own that scrolls if it is wider than the page.

    Raises:
        NoFormula: if it is too long, defines commands, or is not understood.
    """
    if len(tex) > policy.FORMULA_CHARACTERS:
        raise NoFormula("too long")
    if _ARMED.search(tex):  # a few lines of definitions can stand for more than there is memory
        raise NoFormula("it defines commands")
    try:
        element = convert_to_element(tex.strip(), display="block" if block else "inline")
        html = "".join(_written(element, policy.FORMULA_DEPTH))
    except NoFormula:
        raise
    except Exception as error:  # of many kinds, IndexError and RecursionError among them
        raise NoFormula(f"{type(error).__name__}: {error}") from error
    return f'<span class="formula" tabindex="0">{html}</span>' if block else html


def _written(element: Element, depth: int) -> Iterator[str]:
    """An element and what is in it. Texts hold character references that are meant as such."""
    text = unescape(element.text or "")
    if element.tag == "mtext":
        text = _ESCAPED.sub(r"\1", text)
    if element.tag not in policy.MATH_TAGS or depth == 0 or text.startswith("\\"):  # a command that is not known
        raise NoFormula(f"{element.tag} {text}")
    kept = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items() if _is_allowed(name, value))
    yield f"<{element.tag}{kept}>{escape(text)}"
    for child in element:
        yield from _written(child, depth - 1)
        if child.tail and child.tail.strip():
            raise NoFormula(f"text after {child.tag}")
    yield f"</{element.tag}>"


def _is_allowed(name: str, value: str) -> bool:
    if name not in policy.MATH_ATTRIBUTES:
        return False
    length = _LENGTH.fullmatch(value)
    if length is not None:
        return abs(float(length[1])) <= policy.MATH_LENGTH
    return policy.MATH_VALUE.fullmatch(value) is not None


def _around(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Where the text before each formula begins and ends, and the formula; at the end what is left."""
    begin = 0
    for found in _IN_TEXT.finditer(text):
        yield begin, found.start(), found
        begin = found.end()
    yield begin, len(text), None
