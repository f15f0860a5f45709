"""Harmless lines that grading refuses, above a right answer: it keeps its points, and is told what was left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.trials import Trial, submission_bytes
from nbjudge.verdicts import FORBIDDEN, Graded
from tests.support.activation import LIMITS, SOLUTIONS, lost, outcomes, relu, relu_alone, submission, tried

RELU_POINTS = 3
PATIENT = Limits()  # no line here is slow by itself, but a cold disk imports pandas in seconds

LINES = {
    "popen": "import os\nprint(os.popen('ls').read())",
    "subprocess.run": "import subprocess\nr = subprocess.run(['ls'], capture_output=True)\nprint(r.stdout)",
    "check_output": (
        "from subprocess import check_output\n"
        "x = check_output('ls', shell=True).decode().split()\n"
        "for f in x:\n"
        "    print(f)"
    ),
    "Popen": "import subprocess\nsubprocess.Popen('ls')",
    "tempfile": "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    print(d)",
    "NamedTemp": "import tempfile\nf = tempfile.NamedTemporaryFile()\nf.write(b'x')",
    "pathlib": "from pathlib import Path\nPath('x.txt').write_text('x')\nprint(Path('x.txt').read_text())",
    "mkdir": "from pathlib import Path\nPath('out').mkdir(exist_ok=True)",
    "with open": (
        "with open('log.txt', 'w') as f:\n    f.write('hello')\nwith open('log.txt') as f:\n    print(f.read())"
    ),
    "np.save": "np.save('w.npy', np.ones(3))\nw = np.load('w.npy')\nprint(w.sum())",
    "loadtxt": "data = np.loadtxt('data.csv')\nm = data.mean()\nprint(m)",
    "savefig": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')",
    "use": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.plot([1])",
    "qt": "%matplotlib qt\nimport matplotlib.pyplot as plt\nplt.plot([1]); plt.show()",
    "gui": "%gui qt",
    "tkinter": "import tkinter\nroot = tkinter.Tk()\nroot.title('x')",
    "ppool": "from multiprocessing import Pool\nwith Pool(2) as p:\n    print(p.map(abs, [1]))",
    "mproc": "import multiprocessing as mp\np = mp.Process(target=print)\np.start()\np.join()",
    "mqueue": "import multiprocessing as mp\nq = mp.Queue()\nq.put(1)",
    "timer": "import threading\nt = threading.Timer(0.1, print)\nt.start()\nt.join()",
    "socket": "import socket\ns = socket.socket()\ns.connect(('localhost', 80))",
    "urlopen": "import urllib.request\ndata = urllib.request.urlopen('http://example.com').read()\nprint(len(data))",
    "requests": "import requests\nr = requests.get('http://example.com')\nprint(r.text)",
    "input loop": "n = int(input('how many? '))\nfor i in range(n):\n    print(i)",
    "getlogin": "import os\nprint('hello', os.getlogin())",
    "pwd": "import pwd, os\nme = pwd.getpwuid(os.getuid()).pw_name\nprint(me)",
    "chdir": "import os\nos.chdir('..')",
    "cd": "%cd ..",
    "ls auto": "%ls",
    "env": "%env X=1",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "unknown": "%nosuchmagic a b",
    "config": "%config InlineBackend.figure_format = 'retina'",
    "run": "%run helper.py",
    "system": "x = %system ls\nprint(x[0])",
    "bang in loop": "for f in ['a', 'b']:\n    !echo {f}",
    "bang in if": "import sys\nif 'google.colab' in sys.modules:\n    !pip install x",
    "colab": "from google.colab import drive\ndrive.mount('/content/drive')",
    "seaborn": "import seaborn as sns\nsns.set_theme()",
    "widgets": "from ipywidgets import interact\n@interact(x=(0, 1))\ndef f(x):\n    return x",
    "star": "from helper import *\nv = something(1)\nw = v + 1",
    "tqdm": "from tqdm import tqdm\nfor i in tqdm(range(3)):\n    pass",
    "log": "import logging\nlogging.basicConfig(filename='a.log', level=logging.INFO)\nlogging.info('x')",
    "sqlite": "import sqlite3\ndb = sqlite3.connect('x.db')\ndb.execute('create table a (b)')",
    "shelve": "import shelve\ns = shelve.open('x')\ns['a'] = 1",
    "zip": "import zipfile\nz = zipfile.ZipFile('a.zip', 'w')",
    "shutil": "import shutil\nshutil.copy('a', 'b')",
    "rmtree": "import shutil\nshutil.rmtree('out')",
    "remove": "import os\nos.remove('a.txt')",
    "etc": "print(open('/etc/passwd').read())",
    "psutil": "import psutil\nprint(psutil.virtual_memory(), psutil.cpu_percent())",
    "resource": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**12, 10**12))",
    "nice": "import os\nos.nice(5)",
    "affinity": "import os\nos.sched_setaffinity(0, {0})",
    "fork": "import os\npid = os.fork()\nif pid == 0:\n    os._exit(0)",
    "webbrowser": "import webbrowser\nwebbrowser.open('http://example.com')",
    "breakpoint": "breakpoint()",
    "settrace": "import pdb\npdb.set_trace()",
    "await2": "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 1\nr = await f()\nprint(r)",
    "gather": "import asyncio\nprint(await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)))",
    "asyncio.run": "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\nasyncio.run(f())",
    "to_thread": "import asyncio\nr = await asyncio.to_thread(print, 1)",
    "async open": "import asyncio\nr, w = await asyncio.open_connection('localhost', 80)\nw.close()",
    "create_task": "import asyncio\nt = asyncio.create_task(asyncio.sleep(0))\nawait t",
    "nest": "import nest_asyncio\nnest_asyncio.apply()",
    "faulthandler": "import faulthandler\nfaulthandler.enable()",
    "fileno": "import sys\nsys.stdout.fileno()",
    "terminal": "import shutil, os\nprint(shutil.get_terminal_size())\nos.get_terminal_size()",
    "makedirs var": (
        "import os\n"
        "OUT = 'out'\n"
        "os.makedirs(OUT, exist_ok=True)\n"
        "path = os.path.join(OUT, 'a.txt')\n"
        "f = open(path, 'w')\n"
        "f.write('x')\n"
        "f.close()"
    ),
    "tee": "import sys\nlog = open('log.txt', 'w')\nsys.stderr = log",
    "shm": "from multiprocessing import shared_memory\ns = shared_memory.SharedMemory(create=True, size=10)",
    "joblib": "from joblib import Parallel, delayed\nprint(Parallel(n_jobs=2)(delayed(abs)(i) for i in range(3)))",
    "ctypes": "import ctypes\nlib = ctypes.CDLL('./mylib.so')",
    "numba": "from numba import njit\n@njit\ndef f(x):\n    return x",
    "importlib": "import importlib\nm = importlib.import_module('helper')\nprint(m.x)",
    "syspath": "import sys\nsys.path.append('/home/me')\nimport helper",
    "anim": (
        "import matplotlib.pyplot as plt\n"
        "from matplotlib.animation import FuncAnimation\n"
        "fig, ax = plt.subplots()\n"
        "a = FuncAnimation(fig, lambda i: [], frames=2)\n"
        "a.save('a.gif')"
    ),
    "pty": "import pty\npty.spawn('/bin/sh')",
    "getpgid": "import os\nos.setpgrp()",
    "umask": "import os\nos.umask(0o22)",
    "pandas": "import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.head()",
    "pip": "!pip install -q numpy",
    "pip magic": "%pip install -q numpy",
    "ls": "!ls",
    "files": "files = !ls\nprint(files[0])\nn = len(files)\nprint(n)",
    "widget": "%matplotlib widget",
    "user": "import getpass\nassert getpass.getuser()",
    "input": "name = input('your name: ')\nprint('hello', name)",
    "thread": "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "after definitions": (
        "import os\n"
        "def setup():\n"
        "    os.makedirs('out')\n"
        "class Log:\n"
        "    file = open('log.txt', 'w')\n"
        "class Other(Log):\n"
        "    pass"
    ),
}
FIRST_LINES = ["%%time", "%%timeit -n1 -r1", "%%capture", "%%capture out", "%%prun", "# mine\n\n%%time"]
CELLS = {
    "bash": "%%bash\nls", "writefile": "%%writefile a.py\nx = 1", "python": "%%python\nprint(1)",
    "unknown": "%%R\nx <- 1",
    "html": "%%html\n<b>", "shell": "!ls", "run": "%run helper.py", "script": "%%script bash\nls",
}  # fmt: skip


def judged(warm: WarmSet, text: str, *last: str) -> Graded:
    """What becomes of this ReLU, and added last cells."""
    relu = relu_alone()  # enough where a line is tried by itself; all lines together are tried on the whole notebook
    return judge(submission_bytes(relu.parsed, Trial({"relu": text}, PATIENT, last=last)), relu, PATIENT, warm=warm)


def outputs(graded: Graded, grade_id: str = "relu") -> list[dict[str, Any]]:
    (cell,) = [c for c in graded.notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id]
    found: list[dict[str, Any]] = cell["outputs"]
    return found


def said(graded: Graded) -> str:
    return "".join(output.get("text", "") for output in outputs(graded))


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES.keys())
def test_an_answer_below_a_line_that_grading_refuses_keeps_its_points(warm: WarmSet, lines: str) -> None:
    graded = judged(warm, f"{lines}\n{SOLUTIONS['relu']}")
    assert (lost(graded), graded.notes) == (set(), ())
    assert [output["evalue"] for output in outputs(graded) if output["output_type"] == "error"] == []


def test_all_of_them_together_too(warm: WarmSet) -> None:
    lines = "\n".join(text for name, text in LINES.items() if name != "asyncio.run")
    patient = replace(LIMITS, cell_seconds=30.0)
    graded = judge(submission(relu=f"{lines}\n{SOLUTIONS['relu']}"), tried(), patient, warm=warm)
    assert graded.score == 20


@pytest.mark.parametrize("line", FIRST_LINES)
def test_an_answer_in_a_cell_that_is_timed_or_captured_keeps_its_points(warm: WarmSet, line: str) -> None:
    assert judged(warm, f"{line}\n!pip install x\nopen('a', 'w')\n{SOLUTIONS['relu']}").score == RELU_POINTS


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_cells_for_other_programs_cost_nothing(warm: WarmSet, cell: str) -> None:
    graded = judged(warm, SOLUTIONS["relu"], cell)
    assert (lost(graded), graded.notes) == (set(), ())


def test_what_was_left_out_is_told_with_its_line_and_the_reason(warm: WarmSet) -> None:
    graded = judged(warm, f"x = 1\nopen('notes.txt', 'w').write('x')\n{SOLUTIONS['relu']}")
    assert "line 2 was left out" in said(graded)
    assert "PermissionError" in said(graded)


@pytest.mark.parametrize("line", ["!pip install numpy", "%pip install numpy", "%conda install numpy"])
def test_commands_say_that_they_do_nothing(warm: WarmSet, line: str) -> None:
    assert "nothing while grading" in said(judged(warm, f"{line}\n{SOLUTIONS['relu']}"))


def test_what_waits_is_waited_for(warm: WarmSet) -> None:
    text = "import asyncio\nasync def one():\n    await asyncio.sleep(0.01)\n    return 1\n"
    graded = judged(warm, f"{text}print(await asyncio.gather(one(), one()))\n{SOLUTIONS['relu']}")
    assert "[1, 1]" in said(graded)
    assert lost(graded) == set()


@pytest.mark.parametrize("before", ["data = None", "def data(): pass", "data = 3"])
def test_a_name_that_keeps_an_older_value_because_of_a_refusal_is_no_mistake(warm: WarmSet, before: str) -> None:
    lines = f"{before}\ndata = np.loadtxt('data.csv')\ntop = data.max() + data[0]\nprint(top)\n"
    assert judged(warm, lines + SOLUTIONS["relu"]).score == RELU_POINTS


def test_a_name_that_has_been_bound_after_a_refusal_is_settled(warm: WarmSet) -> None:
    lines = "data = open('a', 'w')\ndata = [1]\ndata.mean()\n"
    assert "AttributeError at line 3" in judged(warm, lines + SOLUTIONS["relu"]).notes[0]


def test_an_exception_of_the_students_own_still_ends_the_cell(warm: WarmSet) -> None:
    graded = judged(warm, f"open('a', 'w')\nint('one')\n{SOLUTIONS['relu']}")
    assert graded.cells["test_relu_forward"].score == 0
    assert graded.notes == ("the cell relu ended with ValueError at line 2 (int('one')): "
                            "invalid literal for int() with base 10: 'one'",)  # fmt: skip


def test_a_name_that_nothing_was_to_define_still_ends_the_cell(warm: WarmSet) -> None:
    graded = judged(warm, f"f = open('a', 'w')\nprint(g)\n{SOLUTIONS['relu']}")
    assert "NameError at line 2" in graded.notes[0]


def test_what_a_method_may_not_do_is_forbidden_as_ever(warm: WarmSet) -> None:
    graded = judged(warm, relu(forward="open('log.txt', 'w')"))
    assert outcomes(graded, "test_relu_forward") == {FORBIDDEN}
