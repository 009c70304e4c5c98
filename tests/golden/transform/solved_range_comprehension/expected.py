def products(limit):
    return [a * b * c for a in range(1, limit) for b in range(a, limit) for c in (
        filter(range(b, limit).__contains__, [limit - (a + b)])
        if type(limit) is int
        else range(b, limit)
    )
            if a + b + c == limit and a * a + b * b == c * c]


print(products(60))
