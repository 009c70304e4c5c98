"""Fetches one profile after the other; the service answers after ten milliseconds."""
import time


def fetch(user):
    time.sleep(0.01)
    return {"id": user, "score": user * 37 % 101}


def main(n):
    profiles = []
    for user in range(n):
        profiles.append(fetch(user))
    print(len(profiles), sum(profile["score"] for profile in profiles))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
