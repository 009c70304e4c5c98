def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)), arguments)
    except Exception as problem:
        print(type(problem).__name__, problem, arguments)


def f(base, exponent, modulus):
    result = 1
    for _ in range(exponent):
        result = result * base % modulus
    return result


for base in (-3, 0, 2, 10, 2.5, True):
    for exponent in (-1, 0, 1, 5, 20):
        for modulus in (-7, 0, 1, 7, 2.5):
            attempt(f, base, exponent, modulus)
