def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def spread(rows, batches):
    found = []
    entry = rows[0]
    for months in batches:
        for month in months:
            entry["month"] = 1
            for row in rows:
                if row["month"] == month:
                    found.append(row["amount"])
            entry = {"month": 5}
    return found


rows = [{"month": k % 3, "kind": k % 2, "amount": k, "more": {"kind": k % 2}} for k in range(12)]
attempt(spread, rows, [[0, 1, 2, 1]] * 2)
