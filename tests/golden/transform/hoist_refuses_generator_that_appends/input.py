def score(entries, weights):
    total = 0
    for entry in entries:
        total += entry * max(weights)
    return total


def feed(numbers, weights):
    for number in numbers:
        weights.append(number)
        yield number


weights = [1, 2, 3]
print(score([4, 5], weights), score(feed([100, 101], weights), weights))
