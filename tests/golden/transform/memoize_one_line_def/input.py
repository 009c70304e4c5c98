def one(n): return n if n < 2 else one(n - 1) + one(n - 2)


print(one(12))
