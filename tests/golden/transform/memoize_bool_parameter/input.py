def count(digits, i, tight):
    if i == len(digits):
        return 1
    limit = digits[i] if tight else 9
    return sum(count(digits, i + 1, tight and d == limit) for d in range(limit + 1))


print(count([2, 5, 1], 0, True), count([2, 5], 0, False), count([2, 5], 0, 1), count([1], 0, 0.0))
