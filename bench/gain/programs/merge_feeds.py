"""Puts time stamps in order by taking the smallest again and again."""


def ordered(stamps):
    rest = list(stamps)
    result = []
    while rest:
        smallest = min(rest)
        rest.remove(smallest)
        result.append(smallest)
    return result


def main(n):
    stamps = [k * 7919 % 100003 for k in range(n)]
    result = ordered(stamps)
    print(result[:3], result[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
