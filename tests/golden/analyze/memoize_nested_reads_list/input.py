def best(weights, limit):
    def take(i, room):
        if i == len(weights):
            return 0
        skip = take(i + 1, room)
        if weights[i] > room:
            return skip
        return max(skip, 1 + take(i + 1, room - weights[i]))
    return take(0, limit)
