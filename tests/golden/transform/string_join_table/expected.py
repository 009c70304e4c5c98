def table(n):
    """n rows."""
    html = '<table>'
    html_parts = [html]
    for i in range(n):  # rows
        html_parts.append('<tr>')
        for j in range(n):
            if j == 5:
                break
            html_parts.append('<td>' + str(i * j) + '</td>')  # a cell
            html_parts.append(f'{i}' if j else ('.'))
        else:
            html_parts.append("!")
        html_parts.append('</tr>' + '%d' % (i) * 2)
    html = ''.join(html_parts)
    # all rows are there
    html += "</table>"
    return html


print(table(3))
print(table(0), table(7))
