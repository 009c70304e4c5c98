def is_prime(n):
    if n < 2:
        return False
    for d in range(2, n):
        if n % d == 0:
            return False
    return True


print([n for n in range(-3, 130) if is_prime(n)], is_prime(True), is_prime(7919 * 7907))
for wrong in (9.0, "x"):
    try:
        print(is_prime(wrong))
    except TypeError as e:
        print(e)
