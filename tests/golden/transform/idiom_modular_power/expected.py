def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(base, exponent, modulus):
    result = 1
    if (type(exponent) is int and type(base) is int and type(modulus) is int and type(result) is int
            and exponent > 0 and modulus > 0):
        result = result * pow(base, exponent, modulus) % modulus
    else:
        for _ in range(exponent):
            result = result * base % modulus
    return result


for base in (-3, 0, 2, 10, 2.5, True):
    for exponent in (-1, 0, 1, 5, 20):
        for modulus in (-7, 0, 1, 7, 2.5):
            attempt(f, base, exponent, modulus)
