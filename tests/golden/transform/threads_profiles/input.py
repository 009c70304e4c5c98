"""Profiles."""
import time


def fetch(user):
    time.sleep(0.001)
    return {"id": user, "score": user * 37 % 101}


def collect(n):
    profiles = []
    for user in range(n):
        profiles.append(fetch(user))
    return profiles


if __name__ == "__main__":
    print(collect(40), collect(1), collect(0))
    try:
        collect(None)
    except TypeError as error:
        print(error)
