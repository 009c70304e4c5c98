import time


def name_of(user):
    type(user).asked += 1
    return "name"


User = type("User", (), {"asked": 0, "name": property(name_of)})


def ask(name):
    time.sleep(0.001)
    return [name]


def table(users):
    return [ask(user.name) for user in users]


print(table([User() for _ in range(4)]), User.asked)
