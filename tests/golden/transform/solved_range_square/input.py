def triangles(limit):
    found = []
    for a in range(1, limit):
        for b in range(a, limit):
            for c in range(b, limit):
                if a * a + b * b == c * c:
                    found.append((a, b, c))
    return found


print(triangles(60), triangles(0))
