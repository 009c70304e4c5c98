def main():
    known = sorted("n%d" % k for k in range(500))
    hits = 0
    for k in range(900):
        if "n%d" % k in known:
            hits += 1
    return hits
