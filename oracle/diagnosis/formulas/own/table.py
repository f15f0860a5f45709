"""The activations of which more is known than their numbers: to have another's slips told, add it here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from oracle.diagnosis.formulas.kinds import Own
from oracle.diagnosis.formulas.own.gelu import GELU
from oracle.diagnosis.formulas.own.relu import RELU
from oracle.diagnosis.formulas.own.sigmoid import SIGMOID
from oracle.diagnosis.formulas.own.silu import SILU

OWN: Final[Mapping[str, Own]] = {"ReLU": RELU, "Sigmoid": SIGMOID, "GELU": GELU, "SiLU": SILU}
