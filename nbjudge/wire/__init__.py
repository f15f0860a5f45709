"""The wire: the only form in which a value crosses between examiner and candidate.

    forms.py      what may cross, as codes and bounds; handles for what may not
    arrays.py     NumPy arrays as dtype, shape, strides and bytes
    values/       sets, dates, arrays of text, tables and such, as parts that cross by themselves
    encode.py     from a value to a message; decode.py: from any bytes at all to a value, or WireError
    frames.py     messages as bytes over a descriptor, with deadlines
    given.py      objects of the instructor's classes that cross by value
    channel.py    values in frames: what examiner and candidate use
    specials.py   special methods that an object has which does not cross
    messages.py   JSON in frames: what the judge's own processes use among themselves
    tracking.py   which arrays have crossed, so that a change in place is made on both sides; refills.py: which lists,
                  dicts, sets and deques
    batches.py    many calls, and what came of them, in one message

The candidate is hostile, so both directions are written for distrust. The encoder decides by exact type and calls no
method that a subclass could override; whatever it does not know becomes a `Handle`. The decoder accepts the forms below
and nothing else; for any bytes it returns a value or raises `WireError`. Nothing is ever unpickled.

A message is one MessagePack value. Plain values use MessagePack's own types, lists and dicts with string keys too, so
that its C code does most of the work; what these may hold is bounded by counts while it decodes, and by depth at once
after. What keys may cost is bounded before they are hashed. The rest are extensions:

    marks         the first item of a list that is really the parts of something else: of a tuple, or a dict's keys and
                  values in turn, and of all that ``values`` knows
    INTEGER       little-endian two's complement, for integers beyond 64 bits
    ARRAY         dtype.str, number of dimensions, flags, shape, strides unless in C order, elements in C order
    SCALAR        the same, without dimensions; long long is told apart from long
    COMPLEX       two doubles
    HANDLE        numbers of the object and of its type, the type's special methods, its name
    GIVEN         a mark: an object of a class of the instructor's, its class's name and what it holds
"""
