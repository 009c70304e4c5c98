from string import *


def main(n):
    out = []
    for k in range(n):
        out.append(capwords(str(k)))
    return out


print(main(4))
