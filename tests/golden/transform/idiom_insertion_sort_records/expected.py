from operator import itemgetter


def by_age(people):
    if (type(people) is list and len(people) > 3 and {dict}.issuperset(map(type, people))
            and all("age" in row for row in people)
            and (
                {str}.issuperset(type(row["age"]) for row in people)
                or {int, float}.issuperset(type(row["age"]) for row in people)
                and not any(row["age"] != row["age"] for row in people)
            )):
        people.sort(key=itemgetter("age"), reverse=True)
    else:
        for i in range(1, len(people)):
            j = i
            while j > 0 and people[j - 1]["age"] < people[j]["age"]:
                people[j - 1], people[j] = people[j], people[j - 1]
                j -= 1


people = [{"name": "p%d" % k, "age": k * 7 % 5} for k in range(12)]
by_age(people)
print(people)
broken = [{"age": 2}, {"age": 3}, {"name": "x"}, {"age": 5}]
try:
    by_age(broken)
except KeyError as e:
    print("KeyError", e, broken)
