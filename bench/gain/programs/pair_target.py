"""How many pairs of readings add up to the target?"""


def count_pairs(readings, target):
    pairs = 0
    for i in range(len(readings)):
        for j in range(i + 1, len(readings)):
            if readings[i] + readings[j] == target:
                pairs += 1
    return pairs


def main(n):
    readings = [(k * 37 + 11) % 1009 for k in range(n)]
    print(count_pairs(readings, 1000))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4500)
