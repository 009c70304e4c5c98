"""Writes the name of everybody's manager."""


class Employee:
    def __init__(self, number, name, manager):
        self.number = number
        self.name = name
        self.manager = manager


def find_employee(employees, number):
    for employee in employees:
        if employee.number == number:
            return employee
    return None


def reporting_lines(employees):
    lines = []
    for employee in employees:
        manager = find_employee(employees, employee.manager)
        if manager is not None:
            lines.append(employee.name + " reports to " + manager.name)
        else:
            lines.append(employee.name + " reports to nobody")
    return lines


def main(n):
    employees = [Employee(k, "E%d" % k, k * 7 % (n + 30)) for k in range(n)]
    lines = reporting_lines(employees)
    print(len(lines), lines[5], lines[-1])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7000)
