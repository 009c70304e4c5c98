def is_prime(n):
    if n < 2:
        return False
    d = 2
    while d < n:
        if n % d == 0:
            return False
        d += 1
    return True


print([n for n in range(120) if is_prime(n)], is_prime(25.0), is_prime(11.0), is_prime(9.5))
