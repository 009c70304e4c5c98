from collections import deque


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def waits(arrivals):
    clock, queue, total = 0, deque(list(arrivals)), 0
    while queue:
        arrival = queue.popleft()
        clock = max(clock, arrival) + 2
        total += clock - arrival
    return total


attempt(waits, [1, 2, 3, 10])
attempt(waits, [])
attempt(waits, ["a"])
