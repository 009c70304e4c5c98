"""Distances in a graph."""
from collections import deque


def distances(graph, start):
    seen = {start: 0}
    queue = deque([start])
    queue.extend(k for k in graph if k == "far")
    while queue:
        node = queue.popleft()  # the oldest
        for other in graph.get(node, ()):
            if other not in seen and other not in queue:
                seen[other] = seen.get(node, 9) + 1
                queue.append(other)
        if len(queue) > 3:
            print(len(queue), bool(not queue))
    return seen


graph = {"a": "bc", "b": "cd", "c": "e", "d": ["far", "e"], "far": "z"}
print(distances(graph, "a"))
try:
    distances(5, "a")
except TypeError as error:
    print(error)
