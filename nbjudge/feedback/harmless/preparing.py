"""A graded notebook made ready for nbconvert's and nbgrader's templates, whoever graded it.

What the judge wrote is valid, and says which cells are the student's. A notebook that was graded before the judge was
there says nothing of the kind: all of it counts as the student's, and nothing of it is handed on unseen.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_output

from nbjudge.feedback.harmless import policy
from nbjudge.feedback.harmless.allowance import OF_PAGE, Allowance
from nbjudge.feedback.harmless.filters import is_judged
from nbjudge.limits import Limits
from nbjudge.notebooks.rebuild import EXTRA_ID
from nbjudge.outputs import Outputs

PLAIN: Final = "nbjudge_plain"  # among nbconvert's resources: nothing of the student's is to be formatted
_NAMES: Final = ("student", "last_name", "first_name", "notebook_path")  # which formgrader's template does not escape
_TOO_MANY: Final = f"(More outputs than the {policy.PAGE_OUTPUTS} of this page are not shown.)\n"


class PrepareForReaders(Preprocessor):
    """Gives the page its allowance, and takes from the notebook what no filter of the templates would see."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbconvert with the graded notebook."""
        resources[OF_PAGE] = Allowance(seconds=0.0) if resources.pop(PLAIN, False) else Allowance()
        for name in _NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        if "nbjudge" not in nb.metadata:
            nb = _as_the_students(nb)
        _cut(nb)
        return nb, resources


def _as_the_students(nb: Any) -> Any:
    """The same notebook with all of it the student's: texts, bounded outputs, attachments, nbgrader's flags."""
    told = json.loads(json.dumps(nb))  # plain lists and dictionaries
    info = told["metadata"].get("language_info")
    language = str(info.get("name")) if isinstance(info, dict) else ""
    told["metadata"] = {"language_info": {"name": language}} if language.isalnum() else {}
    clean = Outputs(Limits())
    for number, cell in enumerate(told["cells"]):
        cell["id"] = f"{EXTRA_ID}{number}"
        cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name == "nbgrader"}
        if cell["cell_type"] == "code":
            cell["outputs"] = clean.clean(cell.get("outputs"))
    return nbformat.from_dict(told | {"nbformat": 4, "nbformat_minor": 5})


def _cut(nb: Any) -> None:
    """Leave out the outputs beyond the first so many: what stands around each takes time as well."""
    left, told = policy.PAGE_OUTPUTS, False
    for cell in nb.cells:
        if cell.cell_type != "code" or is_judged(cell):
            continue
        kept = []
        for output in cell.outputs:
            if output.get("data") == {}:
                continue  # nothing is left of it, and nbconvert would warn
            left -= 1 + len(output.get("traceback", ())) // policy.LINES_AN_OUTPUT
            if left >= 0:
                kept.append(output)
        if left < 0 and not told:
            kept.append(new_output("stream", name="stderr", text=_TOO_MANY))
            told = True
        cell.outputs = kept
