from operator import itemgetter


def by_day(rows):
    return sorted(rows, key=itemgetter("day"), reverse=True)


class Row(dict):
    def __getitem__(self, key):
        print("looked up", key)
        return dict.__getitem__(self, key)


print(by_day([{"day": 2}, {"day": 3}, {"day": 2, "n": 1}]), by_day([]))
print(by_day([Row(day=1), Row(day=2)]))
for rows in ([{"day": 1}, {}], [(1, 2)], [{"day": 1}, {"day": "x"}], 5):
    try:
        by_day(rows)
    except Exception as e:
        print(type(e), e.args)
