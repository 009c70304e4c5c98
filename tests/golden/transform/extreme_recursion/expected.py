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
    one = height(tree[0])
    other = height(tree[1])
    return 1 + (other if other > one else one)


attempt(height, (((), ()), ()))
attempt(depth, (((), ()), ()))
attempt(height, (((),), ()))
attempt(height, 5)
