def score(n):
    total = 0
    for i in range(1, 60):
        total = (total * 31 + n * i) % 1009
    return total


def worst(numbers):
    return sorted(numbers, key=score, )[:3]


print(worst(list(range(60))), worst([9, 2]), worst(set([5, 1])))
