"""Prime factors of the numbers up to n."""


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


def main(n):
    longest = []
    total = 0
    for number in range(2, n):
        factors = prime_factors(number)
        total += len(factors)
        if len(factors) > len(longest):
            longest = factors
    print(longest, total)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)
