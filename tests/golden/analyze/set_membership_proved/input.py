def main(n):
    known = [k * 3 for k in range(n)]
    hits = 0
    for k in range(n):
        if k in known:
            hits += 1
    return hits
