"""Values that cross the wire as parts: a mark, then values that cross by themselves.

    keys.py         what may be hashed on the other side, and what that may cost
    containers.py   sets, ordered dicts, counters, deques, namespaces, views; what a container holds
    single.py       numbers, dates, ranges, identifiers, paths
    rich_arrays.py  NumPy arrays of text, of dates, of records, of objects; masked ones
    tables.py       pandas, where it is imported anyway
    bases.py        subclasses of plain types, as values of the plain type

Each has a table: from a type to a `forms.Form`, which takes a value of exactly that type apart, and builds it again
from whatever parts came, or raises.
"""
