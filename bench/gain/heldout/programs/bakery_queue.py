"""A bakery: customers wait in line, each takes the oldest loaf."""


def simulate(steps):
    loaves = []
    waiting = []
    sold = 0
    age = 0
    for minute in range(steps):
        if minute % 3 != 2:
            loaves.append(minute)
        if minute % 2 == 0:
            waiting.append(minute)
        if len(waiting) > 0 and len(loaves) > 0 and minute % 5 != 0:
            waiting.pop(0)
            loaf = loaves.pop(0)
            sold += 1
            age += minute - loaf
    return sold, age, len(loaves), len(waiting)


def main(n):
    print(simulate(3 * n))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100000)
