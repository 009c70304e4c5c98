from heapq import nsmallest


def few(xs, k):
    return (nsmallest(k, xs) if type(k) is int
        and type(xs) is list and ({int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs)))
        and len(xs) > 64 and 0 <= k and k * 16 < len(xs) else sorted(xs)[:k])


xs = [(n * 7919) % 10007 for n in range(400)]
print(few(xs, 5), few(xs, 0), few(xs, -390), few(xs, 300), few([str(x) for x in xs], 4), few(xs, None) == sorted(xs))
print(few([x / 2 for x in xs], 3), few(tuple(xs), 3), few(xs[:9], 3), few([False, 0, True] * 40, 3))
