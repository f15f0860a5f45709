# Type hints are types, not text.

# %% solution: repeat
### BEGIN SOLUTION
from typing import Optional


def repeat(word: str, times: int = 2) -> list[str]:
    return [word] * times


def maybe(flag: bool) -> Optional[int]:
    return 1 if flag else None
### END SOLUTION

# %% grade: test_repeat 3
import typing

assert repeat.__annotations__["word"] is str
assert typing.get_type_hints(repeat) == {"word": str, "times": int, "return": list[str]}
assert typing.get_type_hints(maybe)["return"] == typing.Optional[int]
assert repeat("a") == ["a", "a"]

# %% wrong: repeat
def repeat(word, times=2):
    return [word] * times


def maybe(flag: "bool"):
    return 1 if flag else None
