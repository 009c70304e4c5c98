def primes(n):
    """All primes up to n."""
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    p = 2
    while p * p <= n:
        if flags[p]:
            span = range(p * p, n + 1, p)
            if 0 <= span.start <= span.stop <= len(flags) and span.step > 0:
                flags[span.start:span.stop:span.step] = [False] * len(span)
            else:
                for m in span:
                    # every multiple
                    flags[m] = False
        p += 1
    return [k for k in range(n + 1) if flags[k]]


print(primes(100), primes(3))
try:
    print(primes(0))
except IndexError as error:
    print(error)
