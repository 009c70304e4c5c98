def main(n):
    out = []
    for k in range(n):
        exec("out.append(len(out) + k)")
    return out


print(main(4))
