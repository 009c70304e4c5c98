def fresh(rows):
    seen = []
    for row in rows:
        seen.append([cell for cell in row if cell.lower() not in seen])
        seen.append(row[0])
    return seen


print(fresh([["A", "b"], ["a", "c"]]))
