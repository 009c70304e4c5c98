def lcm(a, b):
    multiple = max(a, b)
    while True:
        if multiple % a == 0 and multiple % b == 0:
            return multiple
        multiple += 1


print(lcm(12, 18), lcm(7, 7), lcm(1, 9), lcm(21, 6), lcm(True, 5))
