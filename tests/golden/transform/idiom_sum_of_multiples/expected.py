def multiples(n, k):
    total = 0
    if type(n) is int and type(k) is int and n > 0 and k > 0:
        total += k * ((n - 1) // k) * ((n - 1) // k + 1) // 2
    else:
        for i in range(n):
            if i % k == 0:
                total += i
    return total


print([multiples(n, k) for n in (-3, 0, 1, 2, 9, 10, 11, 100) for k in (1, 2, 3, 10, -3, 2.5)])
try:
    multiples(5, 0)
except ZeroDivisionError as error:
    print(error.args)
