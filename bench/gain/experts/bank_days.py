"""Deposits and withdrawals drawn at random."""
import random


def simulate(days):
    random.seed(7)
    balance = 1000
    overdrafts = 0
    for _ in range(days):
        balance += random.randint(-50, 52)
        if balance < 0:
            overdrafts += 1
    return balance, overdrafts


def main(n):
    print(simulate(n))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000000)
