"""The recipes in the docs: the commands that they name are there, with the options that they give them."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache

import pytest

from tests.support.inprocess import ROOT

RECIPES = (ROOT / "docs" / "judge" / "cluster.md").read_text(encoding="utf-8")
WORDS = RECIPES.replace('", "', " ").replace('", ["', " ")  # lists of words in Python are commands as well
COMMANDS = sorted(set(re.findall(r"\bdask (scheduler|worker)\b([^\n`#&\]]*)", WORDS)))


@cache
def options_of(command: str) -> frozenset[str]:
    """What ``dask COMMAND`` knows."""
    told = subprocess.run([sys.executable, "-m", "dask", command, "--help"], capture_output=True, text=True, check=True)
    return frozenset(re.findall(r"--[a-z-]+", told.stdout))


def test_both_are_in_the_recipes_as_lines_and_as_lists_of_words() -> None:
    assert {command for command, _ in COMMANDS} == {"scheduler", "worker"}
    assert any('"' in words for _, words in COMMANDS)


@pytest.mark.parametrize(("command", "words"), COMMANDS)
def test_a_command_of_a_recipe_exists_and_knows_its_options(command: str, words: str) -> None:
    assert set(re.findall(r"--[a-z-]+", words)) <= options_of(command)


def test_no_recipe_names_a_command_that_dask_has_no_more() -> None:
    assert re.findall(r"^[^#\n]*\bdask-(?:scheduler|worker)\b", RECIPES, re.MULTILINE) == []
