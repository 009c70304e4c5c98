def book(accounts, transactions):
    unknown = 0
    for number, amount in transactions:
        for account in accounts:
            if account["number"] == number:
                account["balance"] += amount
                break
        else:
            unknown += 1
    return unknown


accounts = [{"number": "A%d" % (k % 9), "balance": k} for k in range(37)]
print(book(accounts, [("A%d" % (k % 11), k) for k in range(40)]), accounts)
twice = [accounts[0], accounts[0]]
print(book(twice, [("A0", k) for k in range(37)] * 2), twice)
