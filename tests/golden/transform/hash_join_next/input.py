def attach(posts, users):
    result = []
    for post in posts:
        author = next((user for user in users if user["id"] == post["user"]), None)
        result.append((post["title"], author["name"] if author else "unknown"))
    return result


users = [{"id": k, "name": "user %d" % k} for k in range(45)]
print(attach([{"user": k * 31 % 23, "title": k} for k in range(30)], users))
