def fill(h, w, n):
    grid = [0] * (h * w + n)
    for y in range(h):
        for x in range(n):
            grid[y * w + x] = x ^ y
    for y in range(h):
        for x in range(w):
            grid[y * w + x] = grid[y * w + x - 1] + 1
    for y in range(h):
        for x in range(w):
            grid[y * w + x] += 1
        w -= 1
    return grid


if __name__ == "__main__":
    print(fill(3, 4, 6))
