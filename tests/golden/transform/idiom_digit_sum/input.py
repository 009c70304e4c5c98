def is_harshad(n):
    return n % sum(int(d) for d in str(n)) == 0


print([n for n in range(1, 60) if is_harshad(n)])
