import decimal
import time

decimal.getcontext().prec = 6


def share(parts):
    time.sleep(0.001)
    return 1 / decimal.Decimal(parts)


def run(n):
    return [share(k + 3) for k in range(n)]


print(run(3))
