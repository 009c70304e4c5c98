def prime_factors(number):
    factors = []
    divisor = 2
    while number > 1:
        if number % divisor == 0:
            factors.append(divisor)
            number = number // divisor
        else:
            divisor += 1
    return factors


print([prime_factors(n) for n in range(-2, 60)], prime_factors(7919 * 2 * 49), prime_factors(12.0), prime_factors(True))
