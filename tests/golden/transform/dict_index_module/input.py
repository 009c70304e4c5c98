names = ["a", "b", "c", "b"]
wanted = ["c", "b", "a"]
places = []
for name in wanted:
    places.append(names.index(name))
print(places)
