# Words in the order of their distance.


def f(n):
    queue = []
    while len(queue) < n or queue and n > 5:
        queue.append(n)
        if len(queue) != 0 and n:
            n -= queue.pop(0) - n + 1
    while queue:
        try:
            print(queue.pop(0))
        finally:
            n += 1
    return n


print(f(4))
