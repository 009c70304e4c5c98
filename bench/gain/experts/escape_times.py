"""The Mandelbrot set in characters, row by row."""
from multiprocessing import Pool


def row(job):
    y, width = job
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
    jobs = [(-1.2 + 2.4 * k / n, n) for k in range(n)]
    if n < 40:
        rows = list(map(row, jobs))
    else:
        with Pool(2) as pool:
            rows = pool.map(row, jobs, chunksize=max(1, n // 8))
    print(sum(map(sum, rows)), rows[n // 2][:5])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
