from math import isqrt


def triangles(limit):
    found = []
    for a in range(1, limit):
        for b in range(a, limit):
            for c in filter(range(b, limit).__contains__, [isqrt(max(a * a + b * b, 0))]):
                if a * a + b * b == c * c:
                    found.append((a, b, c))
    return found


print(triangles(60), triangles(0))
