def prime_factors(number):
    factors = []
    divisor = 2
    if type(number) is int and divisor == 2 and number > 3:
        while divisor * divisor <= number:
            if number % divisor == 0:
                factors.append(divisor)
                number //= divisor
            else:
                divisor += 1
        if number > 1:
            factors.append(number)
            number = 1
    else:
        while number > 1:
            if number % divisor == 0:
                factors.append(divisor)
                number = number // divisor
            else:
                divisor += 1
    return factors


print([prime_factors(n) for n in range(-2, 60)], prime_factors(7919 * 2 * 49), prime_factors(12.0), prime_factors(True))
