def first(row, banned):
    if not row:
        return None
    elif any(word in banned for word in row):
        return row


print(first(["b", "k3"], ["k%d" % k for k in range(12)]), first([], 5))
