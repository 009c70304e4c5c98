import time


def ask(host):
    time.sleep(0.001)
    return [host]


def table(rows):
    return [ask(row[1]) for row in rows]


def item_at(row, place):
    type(row).asked += 1
    return place


Row = type("Row", (), {"asked": 0, "__getitem__": item_at})
print(table([("a", 1), ["b", 2]]), table([Row(), Row()]), Row.asked)
