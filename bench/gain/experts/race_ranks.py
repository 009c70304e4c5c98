"""The rank of each runner: how many were faster?"""
from bisect import bisect_left


def ranks(times):
    ordered = sorted(times)
    return [bisect_left(ordered, time) + 1 for time in times]


def main(n):
    times = [k * 7919 % 3001 for k in range(n)]
    result = ranks(times)
    print(result[:5], max(result))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
