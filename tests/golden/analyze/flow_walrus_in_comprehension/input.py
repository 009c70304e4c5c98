def main(n):
    last = 0
    out = [last := last + k for k in range(n)]
    return out, last


print(main(5))
