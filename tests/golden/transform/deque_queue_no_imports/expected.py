# Words in the order of their distance.
from collections import deque


def f(n):
    queue = deque()
    while len(queue) < n or queue and n > 5:
        queue.append(n)
        if len(queue) != 0 and n:
            n -= queue.popleft() - n + 1
    while queue:
        try:
            print(queue.popleft())
        finally:
            n += 1
    return n


print(f(4))
