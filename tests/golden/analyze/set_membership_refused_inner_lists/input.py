def main(n):
    rows = [[k] for k in range(n)]
    return sum(1 for k in range(n) if [k] in rows)
