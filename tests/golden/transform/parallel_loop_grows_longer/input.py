def weigh(k):
    total = 0
    for a in range(50):
        for b in range(50):
            total += a * b % (k + 1)
    return total


def spread(numbers, more):
    for number in numbers:
        weight = weigh(number)
        if weight % 3 == 0 and number < 60:
            more.append(number + 5)


NUMBERS = list(range(50))
spread(NUMBERS, NUMBERS)
print(NUMBERS)
