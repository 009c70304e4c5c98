def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(n):
    sizes = [k * 7 % 5 for k in range(n)]
    total = 0
    sum_sizes = sum(sizes)
    for size in sizes:
        total += size * sum_sizes
    return total


for n in (0, 1, 7, -1, "x", 2.5, True):
    attempt(f, n)
