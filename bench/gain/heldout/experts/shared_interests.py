"""Whom do two people have as a common friend?"""


def main(n):
    people = [["f%d" % (k * j % 2003) for j in range(1, n)] for k in range(1, 12)]
    sets = [set(friends) for friends in people]
    total = 0
    for a in range(len(people)):
        for b in range(a + 1, len(people)):
            known = sets[b]
            total += sum([friend in known for friend in people[a]])
    print(total)

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 900)
