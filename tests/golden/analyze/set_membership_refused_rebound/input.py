def main(n):
    window = [0] * 20
    hits = 0
    for k in range(n):
        hits += k in window
        window = window[1:] + [k]
    return hits
