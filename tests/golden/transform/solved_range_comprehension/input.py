def products(limit):
    return [a * b * c for a in range(1, limit) for b in range(a, limit) for c in range(b, limit)
            if a + b + c == limit and a * a + b * b == c * c]


print(products(60))
