def is_prime(n):
    if n < 2:
        return False
    d = 2
    if type(n) is int and d == 2 and 8 < n < 9007199254740992:
        while d * d <= n:
            if n % d == 0:
                return False
            d += 1
    else:
        while d < n:
            if n % d == 0:
                return False
            d += 1
    return True


print([n for n in range(120) if is_prime(n)], is_prime(25.0), is_prime(11.0), is_prime(9.5))
