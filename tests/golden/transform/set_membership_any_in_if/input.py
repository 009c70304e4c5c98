def first(rows, banned):
    for row in rows:
        if any(word in banned for word in row):
            return row
        elif all(word not in banned for word in row[1:]):
            continue


print(first([["a"], ["b", "k3"]], ["k%d" % k for k in range(12)]), first([], 5))
