"""The mistake behind a wrong answer, as far as the numbers show it. Asked of wrong answers only.

engine.py      the table of detectors and their order; the example and the curve of a diagnosis
cause.py       a cause as data, and the AssertionError that carries it
evidence.py    all answers of one method as vectors, to hold formulas against
trivial.py     nothing was computed
upstream.py    what became of grad_output
terms.py       formulas with a slip in one or two places; slips.py: which slips there are
functions.py   other functions, by name
places.py      right numbers in other places; sums and means
precision.py   clipped, rounded, cut to float32, only measured
constants.py   constants solved for
replays.py     the same calls on a fresh layer; nan and inf
where.py       where it is wrong, when no formula fits
refusals.py    what is no array, or of the wrong shape, and exceptions that NumPy words badly
"""
