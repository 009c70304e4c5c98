from heapq import nlargest


def top(xs, k):
    return (nlargest(k, xs) if type(k) is int
        and type(xs) is list and ({int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs)))
        and len(xs) > 64 and 0 <= k and k * 16 < len(xs) else sorted(xs, reverse=True)[:k])


xs = [(n * 7919) % 10007 for n in range(400)]
print(top(xs, 5), top(xs, 0), top(xs, -390), top(xs, 300), top([str(x) for x in xs], 4), top(xs[:9], 3))
