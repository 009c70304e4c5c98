def main(n):
    xs = [(k * 7) % 11 for k in range(n)]
    step = None
    if step is None:
        step = 2
    out = []
    for x in xs:
        out.append(x * step)
    return out


print(main(10))
