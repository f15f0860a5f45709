"""What makes a worker fit: each difference that may change a verdict is found, and named."""

from __future__ import annotations

import importlib.metadata
import platform
from dataclasses import replace

import pytest

from nbjudge.cluster.fitness import Machine, differences, looked_at, packages_of, this_machine
from nbjudge.digest import judge_digest
from tests.support.activation import ACTIVATION

HERE = Machine(judge="a" * 64, python="3.11.7", processor="x86_64", packages={"numpy": "2.4.6", "pandas": "3.1.1"})


def test_a_machine_like_this_one_is_fit() -> None:
    assert differences(HERE, replace(HERE)) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            replace(HERE, judge="b" * 64),
            "its judge is another (bbbbbbbb, not aaaaaaaa): install the same nbjudge there",
        ),
        (replace(HERE, python="3.12.1"), "it has Python 3.12.1, not 3.11.7"),
        (replace(HERE, processor="aarch64"), "its processor is aarch64, not x86_64, and may round differently"),
        (replace(HERE, packages={"numpy": "2.3.0", "pandas": "3.1.1"}), "it has numpy 2.3.0, not 2.4.6"),
        (replace(HERE, packages={"numpy": "2.4.6", "pandas": None}), "it has no pandas, not 3.1.1"),
        (replace(HERE, sandbox=("no Landlock; restart",)), "no sandbox: no Landlock; restart"),
    ],
)
def test_each_difference_is_named(other: Machine, said: str) -> None:
    assert differences(HERE, other) == [said]


def test_the_program_sees_what_this_process_sees() -> None:
    packages = ["numpy", "no-such-distribution"]
    found = looked_at(packages, sandboxed=True, seconds=60)
    assert found == this_machine(packages, sandboxed=True)
    assert found.judge == judge_digest()
    assert found.python == platform.python_version()
    assert found.packages == {"numpy": importlib.metadata.version("numpy"), "no-such-distribution": None}
    assert found.sandbox == ()


def test_packages_are_those_that_notebook_kit_and_tests_import() -> None:
    assert packages_of([]) == ["numpy"]
    assert {"numpy", "matplotlib"} <= set(packages_of([ACTIVATION]))
    assert "distributed" not in packages_of([ACTIVATION])
