from collections import defaultdict


def main(n):
    table = defaultdict(int)
    out = []
    for k in range(n):
        table[k % 3]
        out.append(len(table))
    return out


print(main(6))
