def closest(xs):
    best = float("inf")
    if (type(best) in (int, float) and type(xs) is list and len(xs) > 8
            and {int}.issuperset(map(type, xs))):
        ordered = sorted(xs)
        for smaller, larger in zip(ordered, ordered[1:]):
            if larger - smaller < best:
                best = larger - smaller
    else:
        for i in range(len(xs)):
            for j in range(i + 1, len(xs)):
                d = abs(xs[i] - xs[j])
                if d < best:
                    best = d
    return best


xs = [(k * 7919) % 100003 for k in range(60)]
print(closest(xs), closest([]), closest([4] * 12), closest([x / 3 for x in xs]), closest([-5, 5] + xs))
