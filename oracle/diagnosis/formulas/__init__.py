"""Formulas that give wrong numbers: slips in the right one, other functions, other constants.

kinds.py            what formulas are made of: places with slips, families with constants
own/                the activations of which more is known; to have another's slips told, add it there
terms.py            one or two slips found, all combinations at once
upstream.py         what became of grad_output; answers that compute nothing
functions.py        other functions, by name
places.py           right numbers in other places; sums.py: sums and means over entries
constants.py        constants solved for; limits.py: x cut off by limits that people type
expressions.py      small expressions that give certain numbers; recognised.py: what came back, as one of them
"""
