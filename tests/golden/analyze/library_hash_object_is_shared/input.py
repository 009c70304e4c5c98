import hashlib


def main(n):
    h = hashlib.md5()
    out = []
    for k in range(n):
        h.update(b"x")
        out.append(h.hexdigest())
    return out


print(main(3))
