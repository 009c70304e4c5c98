def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as problem:
        print(type(problem).__name__, problem)


def spread(rows, months, entry):
    entries = []
    for month in months:
        if entries:
            entries[0]["month"] = 1
        for row in rows:
            if row["month"] == month:
                entries.append(row)
        entry = {"month": 1}
        entry["month"] = 2
    return entries


rows = [{"month": k % 3, "kind": k % 2, "amount": k, "more": {"kind": k % 2}} for k in range(12)]
attempt(spread, rows, [0, 1, 2, 1], rows[0])
