def main(n):
    t = 0
    rounds = []
    for r in range(3):
        rounds.append(t)
        out = []
        for k in range(n):
            t = k + r
            out.append(t)
    return rounds


print(main(4))
