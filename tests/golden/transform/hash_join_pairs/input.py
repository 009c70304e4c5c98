def places(wanted, names):
    found = []
    for name in wanted:
        for i, other in enumerate(names):
            if other == name:
                found.append(i)
                break
    return found


names = ["n%d" % (k % 17) for k in range(40)]
print(places(["n%d" % k for k in range(45)], names))
print(places(["n%d" % k for k in range(45)], iter(names)))
print(places([(k, k) for k in range(37)], [(k % 5, k % 5) for k in range(45)]))
print(places([1.0, True, 0, -0.0, None] * 4, [False, 1, 0.0, None]))
