"""The activations of which more is known than their numbers: their formulas, and the slips that people make in them.

table.py            by name: to have another's slips told, add it there
relu.py, sigmoid.py, gelu.py, silu.py
gelu_constants.py   GELU's two; gelu_places.py: places in it that are solved for
"""
