class Cache:
    def __init__(self, entries):
        self.entries = entries

    def get(self, name):
        self.entries.append({"name": name})
        del self.entries[0]


def serve(entries, cache, requests):
    hits = 0
    for request in requests:
        for entry in entries:
            if entry["name"] == request:
                hits += 1
                break
        else:
            cache.get(request)
    return hits


entries = [{"name": k} for k in range(30)]
print(serve(entries, Cache(entries), [40, 40, 41, 40, 3, 2, 1, 0]))
