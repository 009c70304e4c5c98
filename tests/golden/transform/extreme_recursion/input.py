def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def told(value):
    print("told", value)
    return value


def depth(tree):
    return 1 + max(depth(tree[0]), depth(tree[1])) if tree else 0


def height(tree):
    if not tree:
        return 0
    return 1 + max(height(tree[0]), height(tree[1]))


attempt(height, (((), ()), ()))
attempt(depth, (((), ()), ()))
attempt(height, (((),), ()))
attempt(height, 5)
