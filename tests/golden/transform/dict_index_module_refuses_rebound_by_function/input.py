def change():
    global names
    names = ["b", "c", "a"]


names = ["a", "b", "c"]
places = []
for name in ["c", "b"]:
    places.append(names.index(name))
    change()
print(places)
