def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def spread(rows, months):
    found = []
    for month in months:
        entry = {"month": month, "amount": 0}
        rows.append(entry)
        entry["month"] = 1
        for row in rows:
            if row["month"] == month:
                found.append(row["amount"])
    return found


rows = [{"month": k % 3, "kind": k % 2, "amount": k, "more": {"kind": k % 2}} for k in range(12)]
attempt(spread, rows, [0, 1, 2, 1] * 2)
