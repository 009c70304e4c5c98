def multiples(n, k):
    total = 0
    for i in range(n):
        if i % k == 0:
            total += i
    return total


print([multiples(n, k) for n in (-3, 0, 1, 2, 9, 10, 11, 100) for k in (1, 2, 3, 10, -3, 2.5)])
try:
    multiples(5, 0)
except ZeroDivisionError as error:
    print(error.args)
