def main(n):
    source = iter(range(100))
    pairs = zip(source, source)
    out = []
    for k in range(n):
        for a, b in pairs:
            out.append(a * b + k)
            break
    return out


print(main(4))
