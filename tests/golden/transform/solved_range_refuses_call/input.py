def steps(n, ask):
    hits = []
    for x in range(n):
        if x + ask() == 7:
            hits.append(x)
    return hits


print(steps(19, iter(range(99)).__next__))
