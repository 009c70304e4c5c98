"""Fetches profiles by a few threads."""
import time
from concurrent.futures import ThreadPoolExecutor


def fetch(user):
    time.sleep(0.01)
    return {"id": user, "score": user * 37 % 101}


def main(n):
    with ThreadPoolExecutor(16) as pool:
        profiles = list(pool.map(fetch, range(n)))
    print(len(profiles), sum(profile["score"] for profile in profiles))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
