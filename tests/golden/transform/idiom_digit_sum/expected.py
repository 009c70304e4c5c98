def is_harshad(n):
    return n % (
        sum(str(n).encode()) - 48 * len(str(n))
        if type(n) is int and n >= 0
        else sum(int(d) for d in str(n))
    ) == 0


print([n for n in range(1, 60) if is_harshad(n)])
