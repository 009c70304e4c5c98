def collect(names, found):
    for name in names:
        best = 0
        for a in name:
            for b in name:
                best += ord(a) * ord(b) % 7
        found.append(best)
        names.pop()


rows = [str(k) for k in range(100)]
collect(rows, [])
print(rows)
