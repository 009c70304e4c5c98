class Meter:
    def __init__(self):
        self.count = 0

    def step(self, a):
        self.count += a
        return self.count


def run(n):
    meter = Meter()
    out = []
    for k in range(n):
        total = 0
        for a in range(100):
            for b in range(100):
                total += meter.step(a * b)
        out.append(total)
    return out
