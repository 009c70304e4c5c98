def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def survivor(people, step):
    circle = list(range(people))
    while len(circle) > 1:
        for _ in range(step - 1):
            circle.append(circle.pop(0))
        circle.pop(0)
    return circle[0]


for arguments in (7, 3), (1, 3), (0, 3), (-1, 2), (2, 0), (5, 1), ("x", 1):
    attempt(survivor, *arguments)
