def steps(n):
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


def table(numbers):
    out = []
    for n in numbers:
        out.append(steps(n))
    return out


print(sum(table(list(range(1, 300)))))
numbers = list(range(1, 300))
numbers[101] = None
numbers[200] = 0
try:
    table(numbers)
except TypeError as e:
    print(e)
