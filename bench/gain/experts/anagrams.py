"""Groups words that are made of the same letters."""


def group(words):
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return list(groups.values())


def main(n):
    letters = "aeinorst"
    words = []
    for k in range(n):
        words.append(letters[k % 8] + letters[k // 8 % 8] + letters[k // 64 % 8] + letters[k % 3])
    groups = group(words)
    print(len(groups), groups[0][:4], max(len(members) for members in groups))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12000)
