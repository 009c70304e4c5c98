from datetime import datetime


def read(text):
    return datetime.strptime(text, ("%Y-%m-%d"))


print(read("2024-02-29"))
