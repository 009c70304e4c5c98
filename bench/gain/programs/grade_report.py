"""The average grade of each student out of two lists of records."""


def report(students, grades):
    lines = []
    for student in students:
        points = 0
        count = 0
        for grade in grades:
            if grade["student"] == student["id"]:
                points += grade["points"]
                count += 1
        if count > 0:
            lines.append((student["name"], points // count))
    return lines


def main(n):
    students = [{"id": k, "name": "S%d" % k} for k in range(n // 2)]
    grades = [{"student": k * 17 % (n // 2 + 7), "points": k % 16} for k in range(3 * n)]
    lines = report(students, grades)
    print(len(lines), lines[:2], lines[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2600)
