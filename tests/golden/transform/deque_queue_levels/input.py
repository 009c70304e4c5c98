import sys
from collections import OrderedDict, deque


def levels(tree):
    """Level by level."""
    out = []
    todo = list(tree[:1])
    while len(todo) > 0 and len(out) < 9:
        size = len(todo)
        for _ in range(size):
            if out is not None:
                node = todo.pop(0)
            out.append(node)
            todo.extend(n for n in (2 * node + 1, 2 * node + 2) if n < len(tree))
            todo.insert(0, node) if node < 0 else None
    return out


print(levels(list(range(7))), levels([]), deque(maxlen=1))
