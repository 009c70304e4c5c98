SIZE = 20
log = []
def traced(f):
    def inner(k):
        log.append(k)
        return f(k)
    return inner
@traced
def square(k):
    return k * k
def main(n):
    out = []
    for k in range(n):
        out.append(square(k))
    print(out[-1], len(log), log[-1])
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
