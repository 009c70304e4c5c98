import os

LOG = []


def logged(*parts):
    LOG.append(parts)
    return "/".join(parts) + str(len(LOG))


os.path.join = logged


def main(n):
    out = []
    for k in range(n):
        out.append(os.path.join("a", str(k)))
    return out


print(main(3))
