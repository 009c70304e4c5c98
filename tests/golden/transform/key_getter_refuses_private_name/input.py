class Shelf:
    def __init__(self, place):
        self.__place = place


    class Rack:
        @staticmethod
        def order(shelves):
            return sorted(shelves, key=lambda s: s.__place)


try:
    Shelf.Rack.order([Shelf(1), Shelf(2)])
except AttributeError as e:
    print(e)
