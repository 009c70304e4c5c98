def main(n):
    d = {"k%d" % (k * 2): k for k in range(n)}
    hits = 0
    for k in range(n):
        if "k%d" % k in d:
            hits += 1
    return hits


print(main(40), main(0))
