import sys
from collections import OrderedDict, deque


def levels(tree):
    """Level by level."""
    out = []
    todo = deque(list(tree[:1]))
    while len(todo) > 0 and len(out) < 9:
        size = len(todo)
        for _ in range(size):
            if out is not None:
                node = todo.popleft()
            out.append(node)
            todo.extend(n for n in (2 * node + 1, 2 * node + 2) if n < len(tree))
            todo.appendleft(node) if node < 0 else None
    return out


print(levels(list(range(7))), levels([]), deque(maxlen=1))
