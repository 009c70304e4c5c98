def proper(n):
    return [d for d in range(1, n) if n % d == 0]


print([proper(n) for n in range(-3, 50)])
