def steps(n, widest=3):
    if n <= 0:
        return n == 0
    total = 0
    for k in range(1, widest + 1):
        total += steps(n - k)
    return total


print(steps(9), steps(9, 2), steps(True), type(steps(0)))
