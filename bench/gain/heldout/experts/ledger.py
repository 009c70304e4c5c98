"""Applies transactions to bank accounts that are kept in a list."""


def apply(accounts, transactions):
    by_number = {}
    for account in accounts:
        by_number.setdefault(account["number"], account)
    unknown = 0
    for number, amount in transactions:
        account = by_number.get(number)
        if account is None:
            unknown += 1
        else:
            account["balance"] += amount
    return unknown


def main(n):
    accounts = [{"number": "ACC%05d" % k, "balance": 100} for k in range(n)]
    transactions = [("ACC%05d" % (k * 37 % (n + 9)), k % 50 - 20) for k in range(20 * n)]
    unknown = apply(accounts, transactions)
    print(unknown, sum(account["balance"] for account in accounts), accounts[3])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1300)
