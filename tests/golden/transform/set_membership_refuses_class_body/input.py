STOP = [1, 2, 3]


class Table:
    hits = 0
    for x in range(9):
        if x in STOP:
            hits += 1


print(sorted(k for k in vars(Table) if not k.startswith("_")))
