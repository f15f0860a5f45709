"""Formulas that give wrong numbers: slips in the right one, other functions, other constants.

kinds.py            what formulas are made of: places with slips, families with constants
own.py              the activations of which more is known; to have another's slips told, add it there
relu.py, sigmoid.py, gelu.py   their formulas, and the slips that people make in them; gelu_constants.py: GELU's two
terms.py            one or two slips found, all combinations at once
upstream.py         what became of grad_output; answers that compute nothing
functions.py        other functions, by name
places.py           right numbers in other places; sums.py: sums and means over entries
constants.py        constants solved for
"""
