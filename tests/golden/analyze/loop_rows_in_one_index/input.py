def fill(h: int, w: int):
    grid = [0] * (h * w)
    for y in range(h):
        for x in range(w):
            grid[y * w + x] = x ^ y
    for y in range(1, h - 1):
        at = y * w
        for x in range(1, w - 1):
            grid[at + x - 1] = x
    return grid


if __name__ == "__main__":
    print(fill(3, 4))
