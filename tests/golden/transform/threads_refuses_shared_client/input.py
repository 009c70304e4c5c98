import time


class Client:
    def __init__(self):
        self.calls = 0

    def get(self, k):
        self.calls += 1
        time.sleep(0.001)
        return self.calls * k


def fetch(client, k):
    return client.get(k)


def run(n):
    client = Client()
    return [fetch(client, k) for k in range(n)]


print(run(3))
