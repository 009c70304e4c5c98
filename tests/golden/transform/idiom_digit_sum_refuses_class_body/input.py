class Cards:
    n = 5
    size = sum(int(d) for d in str(n))


print(Cards.size)
