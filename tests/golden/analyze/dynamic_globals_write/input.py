FACTOR = 1


def bump():
    globals()["FACTOR"] = FACTOR + 1
    return FACTOR


def main(n):
    out = []
    for k in range(n):
        out.append(bump() * k)
    return out


print(main(4))
