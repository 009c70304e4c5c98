users = [{"id": i, "name": "u%d" % i} for i in range(15)]
orders = [{"user": i * 7 % 15, "amount": i % 13} for i in range(15)]
total = 0
for order in orders:
    for user in users:
        if user["id"] == order["user"]:
            total += order["amount"] * len(user["name"])
print(total)
