SIZE = 20
import numpy as np
def main(n):
    a = np.arange(n)
    v = a[1:]
    for i in range(n - 1):
        v[i] = a[i] + 1
    print(a.tolist())
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
