state = [0]


def weigh(k):
    return sum((k * i + state[0]) % 97 for i in range(2000))


def main(n):
    out = []
    for k in range(n):
        out.append(weigh(k))
        state[0] = k
    return out
