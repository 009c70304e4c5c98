def checked(n):
    return (
        sum(str(n).encode()) - 48 * len(str(n))
        if type(n) is int and n >= 0
        else sum(map(int, str(n)))
    )


for n in (0, 10 ** 30, False, '12', -3, 2.5, 10 ** 5000):
    try:
        print(checked(n))
    except (TypeError, ValueError) as e:
        print(str(e)[:60])
