def known(names, users):
    count = 0
    for name in names:
        if any(user["name"].lower() == name.lower() for user in users):
            count += 1
    return count


print(known(["N%d" % k for k in range(30)], [{"name": "n%d" % (2 * k)} for k in range(45)]))
try:
    known(["N%d" % k for k in range(30)], [{"name": 5}])
except AttributeError as e:
    print(e)
