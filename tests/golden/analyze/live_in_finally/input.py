def main(n):
    t = None
    out = []
    try:
        for k in range(n):
            t = k * k
            out.append(t)
        return out
    finally:
        out.append(t)


print(main(4))
