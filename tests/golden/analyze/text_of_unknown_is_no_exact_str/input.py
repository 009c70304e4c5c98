def table(rows):
    page = ""
    for row in rows:
        page = page + "<td>" + str(row) + "</td>"
    return page
