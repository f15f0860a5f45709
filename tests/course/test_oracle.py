"""The reference activations agree with 400-digit arithmetic, and the comparison lets nothing slip through."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from oracle.activations import REFERENCES, Reference
from oracle.compare import DOUBLE, SINGLE, mismatch, plain
from oracle.inputs import FEW, SHAPES, generator, ordinary, upstream, views
from oracle.parts import cut, joined

mpmath.mp.dps = 400  # 1 + tanh(u) cancels up to 260 digits before double precision calls it zero
C = mpmath.sqrt(2 / mpmath.pi)
CUBIC = mpmath.mpf("0.044715")

EXACT: dict[str, Callable[[Any], Any]] = {
    "ReLU": lambda x: x if x > 0 else mpmath.mpf(0),
    "Sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "GELU": lambda x: x / 2 * (1 + mpmath.tanh(C * (x + CUBIC * x**3))),
    "SiLU": lambda x: x / (1 + mpmath.exp(-x)),
}
EXACT_DERIVATIVE: dict[str, Callable[[Any], Any]] = {
    "ReLU": lambda x: mpmath.mpf(1 if x > 0 else 0),
    "Sigmoid": lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2,
    "GELU": lambda x: (
        (1 + mpmath.tanh(C * (x + CUBIC * x**3))) / 2
        + x / 2 * mpmath.sech(C * (x + CUBIC * x**3)) ** 2 * C * (1 + 3 * CUBIC * x**2)
    ),
    "SiLU": lambda x: (1 + mpmath.exp(-x) * (1 + x)) / (1 + mpmath.exp(-x)) ** 2,
}
POINTS = np.concatenate(
    [
        np.linspace(-12, 12, 97),
        [sign * size for size in (1e-12, 1e-6, 20.0, 37.0, 100.0, 700.0, 745.2, 1000.0) for sign in (1, -1)],
    ]
)


def _worst(values: np.ndarray, exact: Callable[[Any], Any]) -> float:
    """The largest error, relative to max(|exact|, 1e-300): the tails count digit by digit."""
    errors = [
        abs(mpmath.mpf(float(value)) - exact(mpmath.mpf(float(x)))) / max(abs(exact(mpmath.mpf(float(x)))), 1e-300)
        for value, x in zip(values, POINTS, strict=True)
    ]
    return float(max(errors))


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda r: r.name)
def test_reference_forward_is_right_to_1e_12_including_the_tails(reference: Reference) -> None:
    assert _worst(reference.forward(POINTS), EXACT[reference.name]) < 1e-12


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda r: r.name)
def test_reference_derivative_is_right_to_1e_12_including_the_tails(reference: Reference) -> None:
    assert _worst(reference.derivative(POINTS), EXACT_DERIVATIVE[reference.name]) < 1e-12


@pytest.mark.parametrize("name", EXACT)
def test_exact_derivative_is_that_of_the_exact_function(name: str) -> None:
    for x in (-3.0, -0.7, 0.4, 2.2):
        measured = mpmath.diff(EXACT[name], mpmath.mpf(x))
        assert abs(measured - EXACT_DERIVATIVE[name](mpmath.mpf(x))) < 1e-20


def test_relu_at_zero_follows_the_rule() -> None:
    assert REFERENCES["ReLU"].derivative(np.array([0.0, -0.0])).tolist() == [0.0, 0.0]


RIGHT = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 2.0 + 1e-7])
def test_mismatch_sees_one_bad_entry(bad: float) -> None:
    assert mismatch(np.array([1.0, bad, 3.0]), RIGHT, RIGHT.dtype).tolist() == [False, True, False]


def test_infinity_is_wrong_even_where_infinity_is_right() -> None:
    assert mismatch(np.array([np.inf]), np.array([np.inf]), np.dtype(float)).all()


@pytest.mark.parametrize("result", [np.float32, np.float64])
def test_the_input_chooses_the_tolerance_and_not_the_result(result: type[Any]) -> None:
    near, far = (RIGHT * (1 + 3e-7)).astype(result), (RIGHT * (1 + 1e-3)).astype(result)
    assert not mismatch(near, RIGHT, SINGLE).any()
    assert mismatch(near, RIGHT, DOUBLE).all()
    assert mismatch(far, RIGHT, SINGLE).all()


@pytest.mark.parametrize(("went_in", "came_out"), [(SINGLE, SINGLE), (SINGLE, DOUBLE), (DOUBLE, DOUBLE)])
def test_float64_comes_back_for_float64_and_either_for_float32(went_in: Any, came_out: Any) -> None:
    assert plain(np.ones(3, came_out), (3,), went_in, "forward(x)").dtype == came_out


def test_float32_for_float64_is_refused_in_words() -> None:
    with pytest.raises(AssertionError, match="should hold float64 numbers, as what went in does, but it holds float32"):
        plain(np.ones(3, SINGLE), (3,), DOUBLE, "forward(x)")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([1.0, 2.0, 3.0], "list"),
        (np.array([1.0, 2.0, 3.0]).view(np.recarray), "recarray"),
        (np.ma.masked_array([1.0, 2.0, 3.0]), "MaskedArray"),
        (np.array([1, 2, 3]), "int64"),
        (np.array([1.0, 2.0, 3.0], dtype=object), "object"),
        (np.array([1.0, 2.0, 3.0], dtype=np.float16), "float16"),
        (np.array([1.0, 2.0, 3.0], dtype=np.longdouble), "float128|float64"),
        (np.float64(1.0), "float64"),
        (np.ones((3, 1)), "shape"),
        (np.ones(0), "shape"),
        (None, "NoneType"),
    ],
)
def test_only_a_plain_float_array_of_the_exact_shape_is_plain(value: object, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        plain(value, (3,), DOUBLE, "forward(x)")


def test_numpy_scalar_is_as_good_as_a_0d_array() -> None:
    assert plain(np.float32(2.0), (), SINGLE, "forward(x)") == 2.0


def test_inputs_depend_on_the_seed_of_the_student_and_on_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = generator("a").normal(size=3), generator("a").normal(size=3)
    monkeypatch.setenv("NBJUDGE_SEED", "12345")
    other = generator("a").normal(size=3)
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_inputs_differ_from_question_to_question() -> None:
    assert generator("a").normal(size=3).tolist() != generator("b").normal(size=3).tolist()


def test_generator_is_philox_with_question_and_seed_as_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBJUDGE_SEED", str(2**32 - 1))
    key = zlib.crc32(b"a") | (2**32 - 1) << 64
    assert (
        generator("a").normal(size=3).tolist() == np.random.Generator(np.random.Philox(key=key)).normal(size=3).tolist()
    )


def test_ordinary_inputs_have_both_signs_and_are_neither_tiny_nor_large() -> None:
    for shape, x in zip(SHAPES, ordinary(generator("a"), *SHAPES), strict=True):
        assert x.shape == shape
        assert x.base is None
        assert np.all((np.abs(x) >= 0.01) & (np.abs(x) <= 4.0))
        assert x.size < FEW or abs(x.flat[0]) == 4.0
    numbers = joined(ordinary(generator("a"), (30, 30), (5,)))
    assert 300 < np.count_nonzero(numbers > 0) < 600
    assert len(set(np.abs(numbers[np.abs(numbers) < 4.0]))) > 800


def test_upstream_gradients_have_both_signs_and_none_is_near_zero() -> None:
    above = upstream(generator("a"), *SHAPES, (30, 30))
    assert [a.shape for a in above] == [*SHAPES, (30, 30)]
    numbers = joined(above)
    assert np.all((np.abs(numbers) >= 0.5) & (np.abs(numbers) <= 2.5))
    assert 400 < np.count_nonzero(numbers > 0) < 600
    assert len(set(numbers)) == numbers.size


def test_views_are_none_of_them_laid_out_row_by_row() -> None:
    assert not any(view.flags.c_contiguous for _, view in views(generator("a")))


def test_arrays_are_cut_out_again_as_they_were_joined() -> None:
    arrays = [*ordinary(generator("a"), *SHAPES), *(view for _, view in views(generator("a")))]
    again = cut(joined(arrays), [array.shape for array in arrays])
    assert all(map(np.array_equal, arrays, again))
