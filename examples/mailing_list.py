"""Clean a mailing list: drop who unsubscribed or bounced, then count what is left per domain."""


def sample_members(count):
    """Make up members the way the export of the shop looks."""
    domains = ["example.org", "example.net", "mail.example.com"]
    return [
        {"name": f"Member {k}", "email": f"m{k:05d}@{domains[k % 3]}", "orders": (k * 7) % 11}
        for k in range(count)
    ]


def deliverable(members, unsubscribed, bounced):
    """Keep members that want mail and can get it."""
    kept = []
    for member in members:
        email = member["email"]
        if email in unsubscribed:
            continue
        if email not in bounced:
            kept.append(member)
    return kept


def per_domain(members):
    counts = {}
    for member in members:
        domain = member["email"].split("@")[1]
        counts[domain] = counts.get(domain, 0) + 1
    return counts


def main():
    members = sample_members(9000)
    unsubscribed = [m["email"] for m in members if m["orders"] == 3]
    bounced = [m["email"] for m in members[::9]]
    kept = deliverable(members, unsubscribed, bounced)
    print(f"{len(kept)} of {len(members)} members get the newsletter")
    for domain, count in sorted(per_domain(kept).items()):
        print(f"  {domain}: {count}")


if __name__ == "__main__":
    main()
