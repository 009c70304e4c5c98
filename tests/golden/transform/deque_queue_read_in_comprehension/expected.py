from collections import deque


def f(graph):
    queue = deque([0])
    seen = {0}
    while queue:
        node = queue.popleft()
        fresh = [n for n in graph[node] if n not in seen]
        seen.update(fresh)
        queue.extend(fresh)
        print([n in queue for n in (1, 2)])
    return seen


print(f({0: [1, 2], 1: [2], 2: [0, 3], 3: []}))
