if __name__ == "__main__":
    blocked = [i * 3 for i in range(20)]
    kept = []
    for i in range(50):
        if i in blocked:
            kept.append(i)
    print(kept)
