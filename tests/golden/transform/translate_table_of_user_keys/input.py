def complement(strand, pairs):
    result = ""
    for base in strand:
        result += pairs[base]
    return result


class Base:
    asked = 0

    def __hash__(self):
        return hash("G")

    def __eq__(self, other):
        Base.asked += 1
        return other == "G"


print(complement("GA" * 50, {Base(): "C", "A": "T"}), Base.asked)
print(complement("GA" * 50, {"G": "C", "A": "T", 1: "one"}))
