"""Writes the author's name to each post that a blog's API returned."""


def attach(posts, users):
    names = {}
    for user in users:
        names.setdefault(user["id"], user["name"])
    return [{"title": post["title"], "author": names.get(post["userId"], "unknown")} for post in posts]


def main(n):
    users = [{"id": k, "name": "user %d" % k, "email": "u%d@example.org" % k} for k in range(n)]
    posts = [{"userId": k * 31 % (n + 11), "title": "post %d" % k} for k in range(3 * n)]
    result = attach(posts, users)
    print(len(result), result[7], result[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2400)
