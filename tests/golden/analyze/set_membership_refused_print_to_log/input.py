class Log:
    def __init__(self):
        self.lines = ["x"] * 20

    def write(self, text):
        self.lines.append(text)


def report(messages, seen, log):
    new = 0
    for message in messages:
        if message not in seen:
            new += 1
            print(message, file=log)
    return new


log = Log()
print(report(["a", "b", "a"], log.lines, log))
