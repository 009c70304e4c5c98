"""The Mandelbrot set in characters, row by row."""


def row(y, width):
    counts = []
    for k in range(width):
        c = complex(-2.0 + 3.0 * k / width, y)
        z = 0j
        steps = 0
        while abs(z) <= 2.0 and steps < 60:
            z = z * z + c
            steps += 1
        counts.append(steps)
    return counts


def main(n):
    rows = []
    for k in range(n):
        rows.append(row(-1.2 + 2.4 * k / n, n))
    print(sum(map(sum, rows)), rows[n // 2][:5])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
