def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def pivot(rows, months, kinds):
    table = []
    for month in months:
        line = [month]
        entry = {}
        for kind in kinds:
            total = 0
            for row in rows:
                if row["month"] == month and row["kind"] == kind:
                    total += row["amount"]
            line.append(total)
            entry[kind] = total
        table.append(line)
        table.append(entry)
    return table


rows = [{"month": k % 3, "kind": k % 2, "amount": k, "more": {"kind": k % 2}} for k in range(30)]
attempt(pivot, rows, [0, 1, 2, 3, 1.0, True], [0, 1])
attempt(pivot, rows, [[0], 1], [0])
attempt(pivot, rows + [{}], [0], [0])
attempt(pivot, [], [0], [0])
