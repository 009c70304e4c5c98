def bests(rows):
    best, hist = [], []
    scores = list(range(3))
    for row in rows:
        for score in row:
            scores.append(score)
        scores += row[:1]
        best.append(sorted(scores)[-1])
        hist.append(len(scores))
    return best, hist


print(bests([[n % 17, n % 5, n] * (40 if n == 7 else 1) for n in range(40)]), bests([]))
