SIZE = 20
import random
def noisy(k):
    return k + random.randrange(10)
def main(n):
    random.seed(1)
    out = []
    for k in range(n):
        out.append(noisy(k))
    print(out, random.random())
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
