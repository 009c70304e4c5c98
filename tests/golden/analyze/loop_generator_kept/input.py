def later():
    xs, out = [1] * 20, []
    for i in range(9):
        out.append(xs[i + j] for j in range(3))
        xs[i] = i
    return [sum(g) for g in out]
