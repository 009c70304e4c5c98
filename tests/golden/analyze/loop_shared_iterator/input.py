def main():
    numbers = iter(range(20))
    out = []
    for x in numbers:
        out.append(x + next(numbers, 0))
    return out
