"""A lift takes calls; the floors on its way are looked up in a list."""


def ride(calls, floors):
    position = 0
    travelled = 0
    missed = 0
    for call in calls:
        if call in floors:
            travelled += abs(call - position)
            position = call
        else:
            missed += 1
    return travelled, missed


def main(n):
    floors = [k * 3 for k in range(300)]
    print(ride([k * 71 % 1000 for k in range(n)], floors))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300000)
