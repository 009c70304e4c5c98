def complement(strand, pairs):
    result = ""
    if type(strand) is type(result) is str and len(strand) > 64 and (
            type(pairs) is str
            or type(pairs) is dict and {str}.issuperset(map(type, pairs.values()))
            and {int, str}.issuperset(map(type, pairs))):
        def result_for(base, pairs=pairs):
            result = ""
            result += pairs[base]
            return result

        result += strand.translate(
            {ord(character): result_for(character) for character in dict.fromkeys(strand)}
        )
    else:
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
