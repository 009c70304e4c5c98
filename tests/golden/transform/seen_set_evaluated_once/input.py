calls = []


def every_other(take):
    """What the calls give is asked for and appended by different calls."""
    seen = []
    for _ in range(4):
        if (take() in seen) or take() + 1 in seen:
            calls.append("in")
        else:
            seen.append(take())
    return seen


numbers = iter([1, 2, 3, 3, 3, 4, 5, 9, 6, 6, 7, 8])
print(every_other(lambda: next(numbers)), calls)
