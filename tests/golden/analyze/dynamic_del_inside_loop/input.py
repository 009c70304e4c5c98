def main(n):
    cache = {}
    out = []
    for k in range(n):
        cache[k % 3] = k
        if len(cache) == 3:
            del cache[k % 3]
        out.append(len(cache))
    return out


print(main(9))
