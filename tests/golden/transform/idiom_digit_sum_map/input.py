def checked(n):
    return sum(map(int, str(n)))


for n in (0, 10 ** 30, False, '12', -3, 2.5, 10 ** 5000):
    try:
        print(checked(n))
    except (TypeError, ValueError) as e:
        print(str(e)[:60])
