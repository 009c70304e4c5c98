asked = []


def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    asked.append(n)
    return total

def best(numbers):
    return max(numbers, key=score)


print(best([1, 2, 3]), asked)
