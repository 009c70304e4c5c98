SIZE = 20
def main(n):
    u = [float(k % 3) for k in range(n)]
    for i in range(1, n - 1):
        u[i] = (u[i - 1] + u[i + 1]) / 2
    print(u)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
