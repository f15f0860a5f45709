"""What a page takes of what students wrote: the allow-list, sizes and times, as plain data in one place.

The allow-list has no `class`, `id`, `style`, `name` or `data-*`, no form, and no address within the server that shows
the page: formgrader's scripts go by these, and act with the instructor's rights.
"""

from __future__ import annotations

import re
from typing import Final

# ---------------------------------------------------------------- what is allowed

# fmt: off
TAGS: Final = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
    "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul", "var",
}
# fmt: on
ATTRIBUTES: Final = {
    "*": set[str](),
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
ALIGNMENTS: Final = {"left", "center", "right"}
LARGEST: Final = {"colspan": 100, "rowspan": 100, "width": 4000, "height": 4000, "start": 1_000_000_000}
"""Of attributes that are numbers."""

LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
"""Whole addresses only: one within formgrader or JupyterLab would be opened with the instructor's rights."""
PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/\s]++={0,2}\s*+", re.IGNORECASE)
"""In the page itself: a picture from elsewhere tells there who looks at it. No SVG, which can take for ever to draw."""
PICTURE_USES: Final = 3
"""How often one attached picture is shown in one text: each time it is in the page as a whole."""
ATTACHED: Final = "attachment:"
SCHEMES: Final = {"http", "https", "mailto", "data", "attachment"}
LINK_REL: Final = "noopener noreferrer nofollow"

# fmt: off
MATH_TAGS: Final = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}
MATH_ATTRIBUTES: Final = {
    "accent", "accentunder", "columnalign", "columnlines", "display", "displaystyle", "fence", "form", "linethickness",
    "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace",
    "scriptlevel", "separator", "stretchy", "width",
}
"""Of MathML: no addresses, styles, colours or actions, and nothing that moves over other text (`mpadded`)."""
MATH_VALUE: Final = re.compile(r"[a-z]{1,30}(?: [a-z]{1,30}){0,20}|[+-]?\d{1,2}|0(?:pt|em)?")
"""Of these attributes, where it is no length."""
MATH_LENGTH: Final = 5.0
"""The longest space or sign in a formula, in em or ex."""
ENVIRONMENTS_ALONE: Final = {"equation", "displaymath", "math"}
"""Of LaTeX, those that only say that a formula is one."""
ENVIRONMENTS: Final = {
    *ENVIRONMENTS_ALONE, "align", "aligned", "array", "Bmatrix", "bmatrix", "cases", "eqnarray", "gather", "gathered",
    "matrix", "multline", "pmatrix", "smallmatrix", "split", "Vmatrix", "vmatrix",
}
# fmt: on

# ---------------------------------------------------------------- how much

PAGE_DEADLINE: Final = 10.0
"""Seconds until a worker of `nbjudge feedback` that has not made its page is replaced, by the clock on the wall."""
PAGE_SECONDS: Final = 0.6
"""Of processor time, for all that a student wrote on one page. An ordinary page takes a tenth of it."""
TEXT_SECONDS: Final = 0.2
"""The same for one text: a cell, an output, a comment."""
TEXT_CHARACTERS: Final = 100_000
"""Longer texts are shown plain. Cells and outputs of a graded notebook are no longer than that, as a rule."""
UNTIMED_CHARACTERS: Final = 2_000
"""The same where time cannot be limited, outside of a process's main thread."""

TEXT_TAGS: Final = 10_000
"""Tags in one text. A browser's parsing, which the sanitizer does, walks through all open elements at each tag."""
TEXT_REPEATED: Final = 1_000_000
"""Tags times tags that format. These are opened again in each paragraph that follows, as often as that product."""
TEXT_DEPTH: Final = 100
"""Elements within each other."""

FORMULA_CHARACTERS: Final = 2_000
FORMULA_DEPTH: Final = 60
"""Of one formula, and of elements within each other in it. A longer one is shown as its text."""
TEXT_FORMULAS: Final = 300
"""Formulas in one text of a student's; the rest is shown as text."""

PAGE_FORMATTED: Final = 40_000
"""What is formatted of a page, in tags: nbconvert parses the finished page, some 70,000 tags a second."""
PAGE_SHOWN: Final = 50_000
"""What is shown of it at all, formatted or plain."""
CHARACTERS_A_TAG, ENTITIES_A_TAG = 400, 8
"""How many take as long as a tag, to parse here or to load in a browser."""
PAGE_OUTPUTS: Final = 500
LINES_AN_OUTPUT: Final = 10
"""Outputs on one page, without those of grade cells; so many lines of a traceback count as one more."""
