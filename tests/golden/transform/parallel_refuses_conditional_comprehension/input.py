def work(k):
    return 10 // k


def main(n):
    return [work(k) for k in range(n) if k]


print(main(50))
