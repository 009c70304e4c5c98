def passed(events, routes):
    """Which routes, lists of the stop before and the stops to come, an event at a stop moves on."""
    moved = []
    for event in events:
        for route in routes:
            if route[1] == event["stop"]:
                moved.append((event["time"], route[0], len(route)))
                del route[0]
                break
    return moved


if __name__ == "__main__":
    routes = [["depot %d" % k, "stop %d" % k, "terminus", "end"] for k in range(600)]
    events = [{"time": t, "stop": "stop %d" % (t * 7 % 900)} for t in range(1200)]
    print(len(passed(events, routes)), sum(map(len, routes)))
