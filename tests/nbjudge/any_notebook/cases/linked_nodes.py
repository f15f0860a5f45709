# Objects that hold each other: attributes of attributes, to an end that is None.
# stand: test_linked apart

# %% solution: linked
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def linked(values):
    """The first of the nodes that hold the values in turn."""
    ### BEGIN SOLUTION
    first = None
    for value in reversed(values):
        first = Node(value, first)
    return first
    ### END SOLUTION

# %% grade: test_linked 3
node = linked([1, 2, 3])
assert node.value == 1 and node.next.next.value == 3
assert node.next.next.next is None
found = []
while node is not None:
    found.append(node.value)
    node = node.next
assert found == [1, 2, 3]
assert linked([]) is None
pair = Node("a", Node("b"))
assert pair.next.value == "b"

# %% wrong: linked
def linked(values):
    first = None
    for value in values:
        first = Node(value, first)
    return first

# %% wrong: linked
class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next


def linked(values):
    return Node(values[0], linked(values[1:]))
