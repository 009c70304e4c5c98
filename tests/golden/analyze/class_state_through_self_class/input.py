class Node:
    made = 0

    def __init__(self, v):
        self.__class__.made += 1
        self.v = v


def main(n):
    out = []
    for k in range(n):
        out.append(Node(k))
    return [x.v for x in out], Node.made


print(main(5))
