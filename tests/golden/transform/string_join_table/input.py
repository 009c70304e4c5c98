def table(n):
    """n rows."""
    html = '<table>'
    for i in range(n):  # rows
        html = html + '<tr>'
        for j in range(n):
            if j == 5:
                break
            html = (html + '<td>' + str(i * j) + '</td>')  # a cell
            html += f'{i}' if j else ('.')
        else:
            html += "!"
        html = html + '</tr>' + '%d' % (i) * 2
    # all rows are there
    html += "</table>"
    return html


print(table(3))
print(table(0), table(7))
