def main(n):
    t = None
    try:
        out = []
        for k in range(n):
            t = k * k
            out.append(t)
        raise ValueError
    except ValueError:
        return t


print(main(4))
