"""The mistake behind a wrong answer, as far as the numbers show it. Asked of wrong answers only.

telling.py      what a student is told: where it is wrong, the mistake, or the calls that show it
engine.py       the table of detectors and their order; the example and the curve of a diagnosis
cause.py        a cause as data, and the AssertionError that carries it
evidence.py     all answers of one method as vectors, to hold formulas against
formulas/       formulas that give wrong numbers
cuts.py         cut off beyond a point
precision.py    clipped, rounded, cut to float32, only measured
replays.py      the same calls on a fresh layer; nan and inf; what is random
own_forward.py  a backward that is right for a wrong forward
where.py        where it is wrong by x, when no formula fits
shapes.py       where it is wrong by grad_output, type, place or shape
refusals.py     what is no array, or of the wrong dtype or shape
exceptions/    exceptions that NumPy and Python word badly
"""
