def weigh(n):
    total = 0
    for i in range(1, 3000):
        total = (total * 31 + n * i) % 10007
    while n > 160:
        total += 1
    return total


def search(numbers):
    for n in numbers:
        if weigh(n) >= 0 and n >= 150:
            return n
    return None


print(search(list(range(1, 400))))
