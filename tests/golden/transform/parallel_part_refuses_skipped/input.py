def collatz(starts):
    out = []
    for n in starts:
        if n < 1:
            continue
        k = n
        steps = 0
        while k != 1:
            for _ in range(1):
                k = k // 2 if k % 2 == 0 else 3 * k + 1
                steps += 1
        out.append(steps)
    return out


print(collatz([3, 0, 7, -5]))
