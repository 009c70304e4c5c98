class Money:
    @staticmethod
    def cents(k):
        return k * 100

    @classmethod
    def name(cls, k):
        return "m" + str(k)


def main(n):
    out = []
    for k in range(n):
        out.append((Money.cents(k), Money.name(k)))
    return out


print(len(main(20)))
