def last(rows):
    out = []
    try:
        for row in rows:
            total = 0
            for a in row:
                for b in row:
                    total += a * b
            out.append(total)
    except TypeError:
        return total
    return out


print(last([[1, 2], [3, None]]))
