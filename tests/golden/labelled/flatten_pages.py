SIZE = 20
def main(n):
    pages = [[k, k + 1] for k in range(n)]
    flat = []
    for page in pages:
        for item in page:
            flat.append(item)
    print(flat)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
