def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


def f(xs, k):
    best = -1
    for x in xs:
        if x > best:
            best = x
        other = told(x) * 2 - 1
        if other > best:
            best = other  # twice
        smallest = x
        if 5 < smallest:
            smallest = 5
        if k < smallest:
            smallest = k
        y = smallest
        one = told(x)
        k = best if best > one else one
        other = x if x < 255 else 255
        z = 1 + (other if other > 0 else 0)
        third = told(y)
        largest = k
        if z > largest:
            largest = z
        if third > largest:
            largest = third
        k = largest
        one = told(x)
        if (y if y > one else one) > 3:
            best += 1
        elif (y if y < x else x) < 2:
            best -= 1
        while (y if y > x else x) > 1:
            x -= 1
            y -= 1
    return best, k, [(b if b > a else a) for a, b in zip(xs, xs)]


for values in ([3, 1, 2], [True, 1, 1.0, -0.0, 0, 0.0], [float("nan"), 1.0], ["a"], [None], []):
    attempt(f, values, 4)
