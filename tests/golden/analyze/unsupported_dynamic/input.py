import math
from os.path import *


class Meta(type):
    pass


class Record(metaclass=Meta):
    def __getattr__(self, name):
        return 1


math.sqrt = len
Record.size = 3


@registry.register(1)
def run(text):
    exec(text)
    setattr(run, "n", 1)
    return locals()
