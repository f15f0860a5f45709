"""What honest students do works inside the sandbox, in a process that is warm as a zygote is."""

from __future__ import annotations

import pytest

from tests.support.sandboxed import needs_sandbox, run_program

pytestmark = needs_sandbox


def test_large_matrices_multiply() -> None:
    inside = "a = np.ones((500, 500)); print(int((a @ a).sum()), np.linalg.svd(a)[1][0].round())"
    assert run_program(inside, "import numpy as np") == "125000000 500.0"


def test_numpy_may_first_be_imported_inside() -> None:
    assert run_program("import numpy as np; print(np.linalg.det(np.eye(3)))") == "1.0"


def test_a_large_allocation_within_the_limit_succeeds() -> None:
    # its pages are not touched, which costs seconds: the limit is one of address space
    assert run_program("print(np.empty(2**27).nbytes // 2**20)", "import numpy as np") == "1024"


def test_random_numbers_and_clocks_work() -> None:
    inside = """
import time, random, secrets, datetime, zoneinfo
time.sleep(0.01); secrets.token_bytes(8); np.random.default_rng().normal()
print(datetime.datetime.now(zoneinfo.ZoneInfo("America/New_York")).tzinfo, time.perf_counter() > 0)
"""
    assert run_program(inside, "import numpy as np") == "America/New_York True"


def test_many_modules_of_the_standard_library_import_inside() -> None:
    inside = """
import asyncio, concurrent.futures, csv, ctypes, decimal, fractions, multiprocessing, sqlite3, ssl
import subprocess, tempfile, threading, unittest.mock, urllib.request, uuid, xml.etree.ElementTree
print(decimal.Decimal("0.1") + 1, threading.active_count())
"""
    assert run_program(inside) == "1.1 1"


def test_warnings_are_raised_inside() -> None:
    inside = """
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    np.exp(np.array([1000.0]))
print(seen[0].category.__name__)
"""
    assert run_program(inside, "import numpy as np") == "RuntimeWarning"


def test_a_figure_is_drawn_inside() -> None:
    pytest.importorskip("matplotlib")
    before = "import io, matplotlib.pyplot as plt"
    inside = """
plt.plot([1, 2, 3]); plt.title(r"$x^2$"); file = io.BytesIO(); plt.savefig(file)
print(file.getvalue()[1:4].decode())
"""
    assert run_program(inside, before) == "PNG"


def test_ipython_runs_cells_inside() -> None:
    before = """
from traitlets.config import Config
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
"""
    inside = """
result = shell.run_cell("import math\\n%timeit -n 1 -r 1 math.sin(1)\\nmath.pi")
assert result.success; shell.run_cell("1 / 0"); shell.run_cell("!ls")
"""
    printed = run_program(inside, before)
    assert "3.14159" in printed
    assert "ZeroDivisionError" in printed
    assert "PermissionError" in printed


def test_a_refused_act_is_an_exception_that_the_student_can_read() -> None:
    inside = """
try:
    open("/etc/passwd")
except PermissionError as error:
    print(error)
"""
    assert run_program(inside) == "[Errno 13] Permission denied: '/etc/passwd'"
