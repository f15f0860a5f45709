"""nbgrader is imported without what no verb uses, and whoever wants that afterwards has it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nbjudge.course.lean_nbgrader import ABSENT, LATER, lean_nbgrader

IMPORTED = """
import sys
from nbjudge.course.lean_nbgrader import ABSENT, LATER, Later, lean_nbgrader
with lean_nbgrader():
    import nbgrader.apps, nbgrader.utils
"""


def in_a_fresh_process(program: str, imported: str = IMPORTED) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", imported + program], check=True)


def test_nbgrader_is_imported_without_what_it_never_uses_here(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("some.txt", "text")
    in_a_fresh_process(f"""
wanted = [*ABSENT, "setuptools", "pkg_resources", "urllib3", "nbgrader.server_extensions", "jupyter_server"]
assert not [name for name in wanted if sys.modules.get(name)], "imported all the same"
nbgrader.utils.unpack_archive({str(tmp_path / "some.zip")!r}, {str(tmp_path)!r})
assert sys.modules["setuptools.archive_util"].__file__, "the module itself should be there now"
assert open({str(tmp_path / "some.txt")!r}).read() == "text"
try:
    nbgrader._load_jupyter_server_extension(None)
except AttributeError as error:
    assert "NoneType" in str(error), "the extension itself should have been given None"
assert "jupyter_server" in sys.modules
""")


def test_afterwards_the_real_modules_can_be_imported() -> None:
    in_a_fresh_process("""
assert not [name for name in (*ABSENT, *LATER) if name in sys.modules], "a stand-in is left"
import requests
assert not isinstance(requests, Later)
assert requests.__file__
from requests.exceptions import RequestException
assert issubclass(RequestException, OSError)
import bs4, nbgrader.server_extensions.formgrader
assert bs4.BeautifulSoup("<b>bold</b>", "html.parser").b.text == "bold"
""")


def test_a_course_configuration_may_import_parts_of_them_first() -> None:
    in_a_fresh_process("""
from requests.exceptions import RequestException
import requests
assert requests.RequestException is RequestException
""")


def test_what_nbgrader_took_from_a_stand_in_is_the_real_function_also_after_that() -> None:
    in_a_fresh_process("""
from nbgrader.auth.jupyterhub import requests as taken
assert isinstance(taken, Later)
import requests
try:
    taken.get("no://such.address")
except requests.exceptions.InvalidSchema:
    pass
else:
    raise AssertionError("the real one refuses that")
""")


def test_a_course_is_opened_without_nbformat_which_is_there_for_whoever_wants_it() -> None:
    opened = """
import sys
from nbjudge.course.lean_nbgrader import lean_nbgrader
with lean_nbgrader():
    import nbjudge.course.opening
"""
    in_a_fresh_process(
        """
assert "nbformat" not in sys.modules
import nbformat, nbgrader.utils
from nbconvert.exporters import exporter
assert nbformat.NotebookNode(a=1).a == 1
assert exporter.NotebookNode is nbformat.NotebookNode
assert nbgrader.utils.NotebookNode is not nbformat.NotebookNode, "it only annotates with it"
""",
        opened,
    )


def test_where_nbgrader_is_imported_whole_nothing_stands_for_nbformat() -> None:
    in_a_fresh_process(
        """
import nbformat, nbgrader.utils, nbconvert.exporters.exporter
assert nbgrader.utils.NotebookNode is nbconvert.exporters.exporter.NotebookNode is nbformat.NotebookNode
""",
        "import nbjudge.course.opening",
    )


def test_what_has_been_imported_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isoduration", sys)
    with lean_nbgrader():
        assert sys.modules["isoduration"] is sys
    assert sys.modules["isoduration"] is sys


def test_an_import_that_fails_leaves_no_stand_in() -> None:
    names = {*ABSENT, *LATER}
    before = {name: module for name, module in sys.modules.items() if name in names}
    with pytest.raises(ImportError), lean_nbgrader():
        raise ImportError
    assert {name: module for name, module in sys.modules.items() if name in names} == before
