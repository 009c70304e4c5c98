NAN = float("nan")


def score(n):
    if n % 3 == 0:
        return NAN
    total = 0.5
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 1009
    return total


def table(n):
    out = []
    for k in range(n):
        out.append(score(k))
    return NAN in out


print(table(100))
