"""Whom do two people have as a common friend?"""


def common(first, second):
    result = []
    for friend in first:
        for other in second:
            if friend == other:
                result.append(friend)
                break
    return result


def main(n):
    people = [["f%d" % (k * j % 2003) for j in range(1, n)] for k in range(1, 12)]
    total = 0
    for a in range(len(people)):
        for b in range(a + 1, len(people)):
            total += len(common(people[a], people[b]))
    print(total)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 900)
