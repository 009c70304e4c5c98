def main():
    d = {"k%d" % k: k for k in range(60)}
    hits = 0
    for k in range(60):
        if "k%d" % k in list(d.keys()):
            hits += 1
    return hits
