SIZE = 20
def main(n):
    log = []
    def note(k):
        log.append(k)
        return len(log)
    out = [note(k) * k for k in range(n)]
    print(out, log)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
