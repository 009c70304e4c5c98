SIZE = 20
class Meter:
    def __init__(self):
        self.__dict__["reads"] = 0
    def __getattr__(self, name):
        self.__dict__["reads"] += 1
        return self.__dict__["reads"]
def main(n):
    m = Meter()
    out = []
    for k in range(n):
        out.append(k * m.level)
    print(out[-1], m.__dict__)
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
