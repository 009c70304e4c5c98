def collect(pages):
    items = []
    for page in pages:
        if type(page) is type(items) is list:
            items.extend(page)
        else:
            items = items + page
    return items


print(collect([[1, 2], [], [3]]), collect([]))
for pages in ([[1], (2,)], [[1], "ab"], [[1], None]):
    try:
        print(collect(pages))
    except TypeError as e:
        print(e)


class Odd:
    def __radd__(self, other):
        return ["odd"] + other


print(collect([[1], Odd(), [2]]))
