def best(xs):
    most = xs[0]
    if (type(most) in (int, float) and type(xs) is list and len(xs) > 8
            and {int}.issuperset(map(type, xs))):
        ending_here = 0
        for item in xs:
            ending_here = ending_here + item if ending_here > 0 else item
            if ending_here > most:
                most = ending_here
    else:
        for i in range(len(xs)):
            for j in range(i, len(xs)):
                s = sum(xs[i:j + 1])
                if s > most:
                    most = s
    return most


xs = [(k * 7919) % 211 - 105 for k in range(60)]
print(best(xs), best([-5, -3, -9] * 4), best([0] * 12), best([2]), best([x / 4 for x in xs]), best([True] * 12))
