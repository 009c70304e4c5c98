def ones(n):
    count = 0
    while n > 0:
        if n & 1 == 1:
            count += 1
        n >>= 1
    return count


for n in (0, 1, 15, 16, 255, 2 ** 70 - 1, 10 ** 40, True):
    print(ones(n))
print(ones(-4))
try:
    ones(16.0)
except TypeError as e:
    print(e)
