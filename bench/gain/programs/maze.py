"""The shortest way through a maze, breadth first."""


def shortest_path(width, height, walls):
    start = (0, 0)
    goal = (width - 1, height - 1)
    queue = [[start]]
    visited = [start]
    while queue:
        path = queue.pop(0)
        x, y = path[-1]
        if (x, y) == goal:
            return len(path)
        for dx, dy in [(1, 0), (0, 1), (-1, 0), (0, -1)]:
            nx, ny = x + dx, y + dy
            if nx < 0 or ny < 0 or nx >= width or ny >= height:
                continue
            if (nx, ny) in walls or (nx, ny) in visited:
                continue
            visited.append((nx, ny))
            queue.append(path + [(nx, ny)])
    return -1


def main(n):
    side = n // 2
    walls = [(x, y) for x in range(1, side - 1) for y in range(1, side - 1) if (x * 5 + y * 3) % 7 == 0]
    print(shortest_path(side, side, walls))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 110)
