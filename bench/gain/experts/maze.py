"""The shortest way through a maze, breadth first."""
from collections import deque


def shortest_path(width, height, walls):
    goal = (width - 1, height - 1)
    queue = deque([((0, 0), 1)])
    closed = set(walls)
    closed.add((0, 0))
    while queue:
        (x, y), length = queue.popleft()
        if (x, y) == goal:
            return length
        for place in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
            if 0 <= place[0] < width and 0 <= place[1] < height and place not in closed:
                closed.add(place)
                queue.append((place, length + 1))
    return -1


def main(n):
    side = n // 2
    walls = [(x, y) for x in range(1, side - 1) for y in range(1, side - 1) if (x * 5 + y * 3) % 7 == 0]
    print(shortest_path(side, side, walls))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 110)
