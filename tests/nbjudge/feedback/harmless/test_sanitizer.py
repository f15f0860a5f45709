"""HTML of students: nothing but the allow-list comes through, and it never takes long."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbjudge.feedback.harmless import policy
from nbjudge.feedback.harmless.sanitizer import Pictures, TooMuch, sanitized

DOT = "data:image/png;base64,aGk="


class Found(HTMLParser):
    """Tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


@pytest.mark.parametrize("attribute", ["class", "id", "style", "name", "data-toggle", "onclick", "for", "role", "href"])
@pytest.mark.parametrize("tag", ["div", "a", "img", "td", "b", "h1", "svg", "x-y", "button"])
def test_what_scripts_go_by_is_gone(tag: str, attribute: str) -> None:
    html = sanitized(f'<{tag} {attribute}="full-credit">x</{tag}>')
    assert "full-credit" not in html


@pytest.mark.parametrize(
    "tag",
    ["form", "input", "button", "select", "textarea", "label", "iframe", "object", "embed", "script", "style", "link",
     "meta", "base", "svg", "math"],
)  # fmt: skip
def test_forms_frames_and_scripts_are_gone(tag: str) -> None:
    assert not Found(sanitized(f"<p>a</p><{tag} action=x href=x src=x>b</{tag}>")).tags - {"p"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "&#106;avascript:alert(1)",
        " javascript:alert(1)", "vbscript:x", "data:text/html,x", "data:text/html;base64,aGk=", "blob:x", "file:///x",
        "x", "/formgrader/", "//elsewhere.org", "?a=b", "#top", "", "files/javascript:alert(1)", "attachment:a",
        "http:x", "http:/x y",
    ],
)  # fmt: skip
def test_links_that_run_or_lead_into_the_server_are_gone(address: str) -> None:
    assert " href=" not in sanitized(f'<a href="{address}">x</a>')


@pytest.mark.parametrize("address", ["https://numpy.org/doc?a=b#c", "http://localhost", "mailto:a@b.org"])
def test_whole_addresses_stay(address: str) -> None:
    assert f'href="{address}"' in sanitized(f"<a href='{address}'>x</a>")


@pytest.mark.parametrize(
    "address",
    ["x.png", "/logout", "https://a.org/x.png", "//a.org/x", "data:image/svg+xml;base64,aGk=",
     "data:text/html;base64,aGk=", "data:image/png;base64,a\"b", "data:image/png,x", "attachment:no.png"],
)  # fmt: skip
def test_pictures_from_elsewhere_are_their_description(address: str) -> None:
    assert sanitized(f"<img src='{address}' alt='a cat'>") == '<img alt="a cat">'


def test_picture_in_the_notebook_is_shown() -> None:
    assert sanitized(f'<img src="{DOT}">') == f'<img src="{DOT}">'
    pictures = Pictures({"my cat.png": DOT})
    assert sanitized('<img src="attachment:my%20cat.png" width="200">', pictures) == f'<img src="{DOT}" width="200">'


def test_attached_picture_that_is_none_is_not_shown() -> None:
    assert sanitized('<img src="attachment:a">', Pictures({"a": "javascript:alert(1)"})) == "<img>"


def test_one_picture_does_not_fill_the_page() -> None:
    html = sanitized('<img src="attachment:a">' * 500, Pictures({"a": DOT}))
    assert html.count(DOT) == policy.PICTURE_USES


@pytest.mark.parametrize(("name", "least"), [("colspan", 101), ("rowspan", 65534), ("colspan", -1)])
def test_numbers_that_a_browser_would_suffer_from_are_gone(name: str, least: int) -> None:
    assert name not in sanitized(f"<table><tr><td {name}={least}>x</td></tr></table>")
    assert f'{name}="2"' in sanitized(f"<table><tr><td {name}=2>x</td></tr></table>")


def test_a_table_of_pandas_reads_as_a_table() -> None:
    html = sanitized(
        "<div><style scoped>.dataframe {}</style><table border='1' class='dataframe'><thead><tr><th></th><th>a</th>"
        "</tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table></div>"
    )
    assert html == (
        "<div><table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table></div>"
    )


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<div>", "<ul><li>", "<dl><dd>", "<table><tr><td>", "<p><i>", "<i><p>", "<a href=x>", "<b><i></b></i>",
     "<details><summary>", "<svg><p>", "<template>", "<select>", "<!--", "<x-y>", "<", "<p>x</p>", "<h1>", "</b>"],
)  # fmt: skip
def test_any_text_takes_a_moment(piece: str) -> None:
    for length in (10_000, 45_000, policy.TEXT_CHARACTERS):
        begun = time.thread_time()
        try:
            html = sanitized((piece * length)[:length])
        except TooMuch:
            html = ""
        assert time.thread_time() - begun < 1.0
        assert len(html) < 20 * length


def test_formatting_that_multiplies_is_refused_unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nh3.clean", lambda *_, **__: pytest.fail("it was parsed"))
    opened = "".join(f"<b title={number}>" for number in range(2000))
    with pytest.raises(TooMuch):
        sanitized(opened + "<p>x" * 2000)


def test_too_many_elements_within_each_other_are_refused() -> None:
    sanitized("<div>" * policy.TEXT_DEPTH + "x")
    with pytest.raises(TooMuch):
        sanitized("<div>" * (policy.TEXT_DEPTH + 1) + "x")
    with pytest.raises(TooMuch):  # what looks like end tags in an attribute closes nothing
        sanitized("<div><a title='</div></div></div>'>x</a>" * (policy.TEXT_DEPTH + 1))


_NAMES = st.sampled_from(
    ["b", "a", "img", "td", "div", "form", "svg", "math", "style", "script", "p", "table", "title", "noscript",
     "mglyph", "annotation-xml", "foreignObject", "textarea", "select", "template"]
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    ["class=c", "id='i'", 'style="s"', "href=javascript:x", "src=x", "href='https://a.b'", "onclick=x", "name=n",
     "data-x=1", "title='<b id=i>'", "alt=\"<img src=x onerror=y>\"", "xlink:href=x", "/", "\"", "'", ">"]
)  # fmt: skip
_PIECES = st.one_of(
    st.builds(lambda name, more: f"<{name} {' '.join(more)}>", _NAMES, st.lists(_ATTRIBUTES, max_size=3)),
    st.builds(lambda name: f"</{name}>", _NAMES),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "&lt;", "<", ">", "x", "\x00", "<?", "</", "&#60;"]),
)


@example("<a ><select ><a >")
@example("<a ><table ><a >")
@example("<p ><select ><p >")
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_whatever_is_written_only_the_allowed_comes_through(html: str) -> None:
    clean = sanitized(html)
    found = Found(clean)
    assert found.tags <= policy.TAGS
    for tag, name, value in found.attributes:
        assert name in policy.ATTRIBUTES.get(tag, set()) or (tag, name) == ("a", "rel")
        assert name != "href" or policy.LINK.fullmatch(value or "")
        assert name != "src"
    assert sanitized(clean) == clean
