def free(n, taken):
    out = []
    for r in range(n):
        for c in range(n):
            if (r, c) not in taken:
                out.append((r, c))
    return out


taken = [(k % 4, k * 3 % 4) for k in range(12)]
print(free(4, taken), free(2, [(0, 0), [1, 1]]), free(2, [(0, [0])] * 9))
