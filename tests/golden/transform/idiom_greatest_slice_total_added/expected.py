def best(xs):
    n = len(xs)
    most = float("-inf")
    if (type(most) in (int, float) and type(xs) is list and len(xs) > 8 and n == len(xs)
            and {int}.issuperset(map(type, xs))):
        ending_here = 0
        for item in xs:
            ending_here = ending_here + item if ending_here > 0 else item
            if ending_here > most:
                most = ending_here
    else:
        for start in range(n):
            total = 0
            for end in range(start, n):
                total += xs[end]
                most = max(most, total)
    return most


xs = [(k * 7919) % 211 - 105 for k in range(60)]
print(best(xs), best([-5, -3, -9] * 4), best([]), best([2]), best([x / 4 for x in xs]), best([10 ** 20] * 12))
