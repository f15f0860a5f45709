"""Which texts of grade cells ask what can show that values have crossed."""

from __future__ import annotations

import pytest

from nbjudge.examiner.copies import shows_copies


@pytest.mark.parametrize(
    "text",
    [
        "assert g[0] is not g[1]",
        "assert not np.shares_memory(f(a), a)",
        "self.assertIs(a, b)",
        "assert 'helper' not in globals()",
        "assert 'area' not in Square.__dict__",
        "assert not isinstance(f(), types.GeneratorType)",
        "with patch('builtins.sorted', side_effect=AssertionError):\n    f()",
        "def sum(*numbers):\n    raise AssertionError\nassert f([1]) == 1",
        "kept, np.mean = np.mean, None\nassert f([1]) == 1",
        "%%time\nassert a is b",
    ],
)
def test_what_can_show_it_is_judged_both_ways(text: str) -> None:
    assert shows_copies(text)


@pytest.mark.parametrize(
    "text",
    [
        "assert f(3) == 9",
        "assert f() is None and g() is not None and h() is True",
        "assert type(f()) is int",
        "assert isinstance(f(), float)",
        "c = Celsius(3)\nc.kelvin = 300\nassert c.degrees > 0",
        "total = sum(f(n) for n in range(3))\nassert total == 3",
        "assert (",
    ],
)
def test_what_cannot_is_judged_apart_alone(text: str) -> None:
    assert not shows_copies(text)
