"""Puts time stamps in order."""


def main(n):
    stamps = [k * 7919 % 100003 for k in range(n)]
    result = sorted(stamps)
    print(result[:3], result[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
