SIZE = 9
def main(n):
    try:
        for k in range(n):
            print(100 // (k - n // 2))
    except ZeroDivisionError as e:
        print("stopped", e)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
