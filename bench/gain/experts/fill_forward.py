"""Missing readings take the value before them."""


def fill(readings):
    filled = []
    last = 0
    for reading in readings:
        if reading is not None:
            last = reading
        filled.append(last)
    return filled


def main(n):
    readings = [k if k % 5 else None for k in range(n)]
    filled = fill(readings)
    print(sum(filled), filled[-1])


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000000)
