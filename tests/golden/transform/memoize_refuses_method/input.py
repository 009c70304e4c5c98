class A:
    def f(self, n):
        return n if n < 2 else A.f(self, n - 1) + A.f(self, n - 2)


print(A().f(5))
