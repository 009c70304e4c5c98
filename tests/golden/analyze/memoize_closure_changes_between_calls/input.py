import sys
def solve(n):
    state = {'m': 1}
    def rec(i):
        if i <= 1: return state['m']
        return rec(i-1) + rec(i-2)
    a = rec(n)
    state['m'] = 5
    b = rec(n)
    return a, b
print(solve(int(sys.argv[1]) if len(sys.argv)>1 else 12))
