class Meter:
    def __init__(self, values):
        self.values = values
        self.due = 10 ** 9
        self.asked = 0

    @property
    def reading(self):
        """The newest value; old ones are forgotten when enough are there."""
        self.asked += 1
        if self.asked > self.due:
            self.values[-5] += 1000
        return self.values[-1]


def report(meter, values, width):
    out = []
    for first in range(len(values) - width):
        out.append(sum(values[first:first + width]) + meter.reading)
    return out


def closest(meter, values, marks):
    out = []
    for mark in marks:
        rank = 0
        for value in values:
            if value < mark:
                rank += 1
        out.append((rank, meter.reading))
    return out


if __name__ == "__main__":
    values = [k * k % 97 for k in range(2000)]
    print(sum(report(Meter(values), values, 300)))
    print(len(closest(Meter(values), values, list(range(600)))))
