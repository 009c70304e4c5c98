"""A bakery: customers wait in line, each takes the oldest loaf."""
from collections import deque


def simulate(steps):
    loaves = deque()
    waiting = deque()
    sold = 0
    age = 0
    for minute in range(steps):
        if minute % 3 != 2:
            loaves.append(minute)
        if minute % 2 == 0:
            waiting.append(minute)
        if waiting and loaves and minute % 5 != 0:
            waiting.popleft()
            sold += 1
            age += minute - loaves.popleft()
    return sold, age, len(loaves), len(waiting)


def main(n):
    print(simulate(3 * n))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100000)
