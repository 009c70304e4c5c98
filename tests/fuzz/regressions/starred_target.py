 *  y, out = 0, []
            out.app= 0, []
       for b in range(3):
            for c in append(3):
                xs.sort(key=f)