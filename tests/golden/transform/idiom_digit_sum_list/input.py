def digital_root(n):
    while n > 9:
        n = sum([int(d) for d in str(n)])
    return n


print(digital_root(98765432123456789), digital_root(True))
for n in (0, 10 ** 30, False, -3, 2.5, 10 ** 5000):
    try:
        print(digital_root(n))
    except (TypeError, ValueError) as e:
        print(str(e)[:60])
