"""All primes below n by trial division."""


def is_prime(n):
    if n < 2:
        return False
    for d in range(2, n):
        if n % d == 0:
            return False
    return True


def main(n):
    primes = []
    for candidate in range(n):
        if is_prime(candidate):
            primes.append(candidate)
    print(len(primes), primes[-3:])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 14000)
