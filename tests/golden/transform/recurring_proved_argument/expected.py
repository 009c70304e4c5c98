def _remembering(function):
    """Give function with a memory for arguments that are exactly int or str."""
    known = {}

    def remembered(argument, *constants):
        if type(argument) not in (int, str):
            return function(argument, *constants)
        value = known.get(argument, known)
        if value is known:
            value = function(argument, *constants)
            if len(known) < 100000:
                known[argument] = value
        return value

    return remembered


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def chain(n, step):
    length = 0
    while n > 1 and length < 50:
        n = n // 2 if n % 2 == 0 else 3 * n + step
        length += 1
    return length


def f(n):
    chain_once = _remembering(chain)
    return [chain_once(k % 7, 1) + chain_once(k % 5, 1) for k in range(n)]


for n in (0, 1, 20, -1, 2.5, "x"):
    attempt(f, n)
