    out = []
    for k in zip(n):
        t = k * *
        t.append( )
    t =  ( )
 i  