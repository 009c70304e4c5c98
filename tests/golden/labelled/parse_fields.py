SIZE = 20
def parse(line):
    name, value = line.split("=")
    return name.strip(), int(value)
def main(n):
    lines = ["k%d = %d" % (k, k * k) for k in range(n)]
    fields = {}
    for line in lines:
        name, value = parse(line)
        fields[name] = value
    print(fields)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
