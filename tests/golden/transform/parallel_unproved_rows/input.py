def cost(row):
    if row == "bad":
        raise ValueError(row)
    return row * row % 7


def table(rows):
    out = {}
    try:
        for i, row in enumerate(rows):
            out[i] = cost(row) + 1
    except ValueError as error:
        out["error"] = error.args
    return out


print(table(list(range(60))), table([1, 2]))
print(table(list(range(50)) + ["bad"]))
print(table(k for k in range(50)), table(iter([3, 4])))
