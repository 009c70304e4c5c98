import json

LOG = []


def encode(x):
    LOG.append(1)
    return len(LOG)


def main(n):
    out = []
    for k in range(n):
        out.append(json.dumps([k, {1, 2}.__class__], default=encode))
    return out


print(main(3))
