WEIGHTS = [1, 2, 3, 4, 5]


def score(x):
    total = 0
    for k in range(50):
        total += WEIGHTS[k % 5] * (x + k) % 7
    return total


def book(rows, out):
    for row in rows:
        out.append(score(row))


scores = []
book([k % 4 for k in range(40)], scores)
print(scores)
