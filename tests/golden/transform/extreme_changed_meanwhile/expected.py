def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


best = 3


def lowered(value):
    global best
    best = best - value
    return best


def f(xs):
    total = 0
    least = 5
    shared = 4

    def lower():
        nonlocal shared
        shared -= 1
        return shared

    for x in xs:
        one = best
        other = lowered(x)
        total += other if other > one else one
        one = lowered(x)
        other = best
        total += other if other > one else one
        one = shared
        other = lower()
        total += other if other > one else one
        other = lowered(x)
        third = best
        smallest = least
        if other < smallest:
            smallest = other
        if third < smallest:
            smallest = third
        least = smallest
    return total, least


print(f([1, 2, 3]))
