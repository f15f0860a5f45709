# About graphs: a checker that accepts any valid path, infinities, recursion depth.

# %% solution: graph
def shortest(graph, start, goal):
    ### BEGIN SOLUTION
    paths = [[start]]
    seen = {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == goal:
            return path
        for n in sorted(graph.get(path[-1], ())):
            if n not in seen:
                seen.add(n)
                paths.append([*path, n])
    return None
    ### END SOLUTION


def distances(weights, start):
    ### BEGIN SOLUTION
    import heapq

    found = {node: float("inf") for node in weights}
    heap = [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if d < found[node]:
            found[node] = d
            for other, w in weights[node].items():
                heapq.heappush(heap, (d + w, other))
    return found
    ### END SOLUTION

# %% locked
def is_path(graph, path, start, goal):
    """Whether it is one."""
    return path[0] == start and path[-1] == goal and all(b in graph[a] for a, b in zip(path, path[1:]))

# %% grade: test_shortest 3
graph = {"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set(), "e": {"a"}}
path = shortest(graph, "a", "d")
assert is_path(graph, path, "a", "d") and len(path) == 3, f"{path} is no shortest path"
assert path in (["a", "b", "d"], ["a", "c", "d"])
assert shortest(graph, "d", "a") is None
assert shortest(graph, "e", "e") == ["e"]
assert path.index("d") == 2

# %% grade: test_distances 2
import math

weights = {"a": {"b": 1.5, "c": 4}, "b": {"c": 1}, "c": {}, "z": {"a": 1}}
found = distances(weights, "a")
assert found == {"a": 0, "b": 1.5, "c": 2.5, "z": math.inf}
assert math.isinf(found["z"]) and not math.isinf(found["c"])
assert {k: v for k, v in sorted(found.items(), key=lambda item: item[1]) if v < 2} == {"a": 0, "b": 1.5}

# %% wrong: graph
def shortest(graph, start, goal):
    return [start, goal]


def distances(weights, start):
    return dict.fromkeys(weights, 0)

# %% right: graph
from collections import defaultdict
import numpy as np


def shortest(graph, start, goal, before=()):
    found = [[start]] if start == goal else []
    for n in graph[start]:
        rest = shortest(graph, n, goal)
        found += [[start] + rest] if rest else []
    return min(found, key=len, default=None)


def distances(weights, start):
    found = defaultdict(lambda: np.inf)
    found[start] = np.float64(0)
    for _ in weights:
        for a in weights:
            for b, w in weights[a].items():
                found[b] = min(found[b], found[a] + w)
    for a in weights:
        found[a]
    return found
