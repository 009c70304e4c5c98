SIZE = 20
class Registry(type):
    made = []
    def __call__(cls, *args):
        thing = super().__call__(*args)
        Registry.made.append(args)
        return thing
class Thing(metaclass=Registry):
    def __init__(self, k):
        self.k = k
def main(n):
    out = []
    for k in range(n):
        out.append(Thing(k).k)
    print(sum(out), len(Registry.made))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
