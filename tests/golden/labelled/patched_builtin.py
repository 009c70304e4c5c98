SIZE = 20
import builtins
real = builtins.len
calls = []
def mine(x):
    calls.append(1)
    return real(x)
def main(n):
    builtins.len = mine
    xs = list(range(n))
    total = 0
    for k in xs:
        total += len(xs) * k
    builtins.len = real
    print(total, len(calls))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
