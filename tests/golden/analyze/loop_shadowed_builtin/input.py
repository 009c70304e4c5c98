def len(x):
    print(x)
    return 3


def main():
    out = []
    for k in range(9):
        out.append(len("abc"))
    return out
