def work(k):
    return k * k % 11


if __name__ == "__main__":
    total = 0
    for k in range(50):
        total += work(k)
    print(total, k)
