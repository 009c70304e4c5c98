from operator import mul


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(xs, ys):
    total = 0
    if (type(total) is int and type(xs) is list and {int}.issuperset(map(type, xs))
            and type(ys) is list and {int}.issuperset(map(type, ys)) and len(xs) == len(ys)):
        total += sum(map(mul, xs, ys))
    else:
        for i in range(len(xs)):
            total += xs[i] * ys[i]
    return total


for xs in ([], [1, 2], [1, 2, 3], [0.5, 2], ["a", "b"], (1, 2)):
    for ys in ([], [3], [3, 4], [3, 4, 5], [0.1, 0.2]):
        attempt(f, xs, ys)
