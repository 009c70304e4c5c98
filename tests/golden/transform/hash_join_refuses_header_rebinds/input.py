ROWS = [{"day": k, "owner": k % 7} for k in range(60)]


def reload(today):
    global ROWS
    ROWS = [row for row in ROWS if row["day"] > today]
    return range(7)


def first_days(today):
    out = []
    for owner in reload(today):
        out.append([row["day"] for row in ROWS if row["owner"] == owner])
    return out


print(first_days(30))
