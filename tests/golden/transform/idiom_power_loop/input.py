def power(base, exponent):
    result = 1
    for _ in range(exponent):
        result *= base
    return result


print(power(3, 5), power(-2, 7), power(2, 0), power(2, -3), power(1.1, 4), power(True, 3), power(0, 1))
