def best(items, i, room):
    if i == len(items):
        return 0
    skip = best(items, i + 1, room)
    if items[i] > room:
        return skip
    return max(skip, items[i] + best(items, i + 1, room - items[i]))


class Counting(list):
    reads = 0

    def __getitem__(self, i):
        Counting.reads += 1
        return list.__getitem__(self, i) + Counting.reads % 2


print(best([1, 2, 3, 1, 2], 0, 7), best((2, 2, 1), 0, 3), best([0.5, 2], 0, 2), best([True, 2], 0, 2))
print(best(Counting([1, 2, 3, 1, 2]), 0, 7), Counting.reads)
