def turn():
    names.reverse()


names = ["a", "b", "c"]
places = []
for name in ["c", "b"]:
    places.append(names.index(name))
    turn()
print(places)
