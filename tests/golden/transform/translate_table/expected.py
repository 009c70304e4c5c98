def complement(strand, pairs):
    result = ""
    if type(strand) is type(result) is str and len(strand) > 64 and (
            type(pairs) is str or type(pairs) is dict and {str}.issuperset(map(type, pairs.values()))
            and {int, str}.issuperset(map(type, pairs))):
        def result_for(base, pairs=pairs):
            result = ""
            other = pairs[base]
            result = result + other.lower()
            return result

        result += strand.translate({ord(character): result_for(character) for character in dict.fromkeys(strand)})
    else:
        for base in strand:
            other = pairs[base]
            result = result + other.lower()
    return result


pairs = {"A": "T", "T": "A", "C": "G", "G": "C"}
print(complement("GATTACA" * 12, pairs), complement("GATTACA", pairs), complement("GAT" * 30, {"G": "", "A": "xy", "T": "t"}))
for wrong in ("GATTACAX" * 12 + "Y", "YX" * 50):
    try:
        complement(wrong, pairs)
    except KeyError as e:
        print("KeyError", e)
try:
    complement("A" * 99, {"A": 5})
except AttributeError as e:
    print(e)
