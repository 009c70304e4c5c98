def visible(events, hidden):
    shown = []
    for event in events:
        if event not in hidden:
            shown.append(event)
    return shown


def feed(numbers, hidden):
    for number in numbers:
        if number % 5 == 0:
            hidden.append(number + 1)
        yield number


hidden = list(range(0, 30, 3))
print(visible(range(30), hidden), visible(feed(range(30), hidden), hidden), hidden)
