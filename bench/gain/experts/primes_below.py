"""All primes below n with a sieve."""


def main(n):
    sieve = bytearray([1]) * max(n, 2)
    sieve[0:2] = b"\0\0"
    for d in range(2, int(n ** 0.5) + 1):
        if sieve[d]:
            sieve[d * d::d] = bytes(len(range(d * d, len(sieve), d)))
    primes = [k for k in range(n) if sieve[k]]
    print(len(primes), primes[-3:])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 14000)
