/*
 * dates.h — formats of datetime.strptime() that are digits in fixed places: "%d/%m/%Y %H:%M".
 *
 * Directives and what they accept: Python library reference, "strftime() and strptime() Format Codes".
 */
#ifndef HASTEN_DATES_H
#define HASTEN_DATES_H

#include "python.h"

#define DATE_PARTS 6u
#define DATE_MARKS 12u

struct date_form {
    struct {
        uint32_t start, end; /* half-open range of characters; end == 0: not in the format */
    } parts[DATE_PARTS];     /* year, month, day, hour, minute, second */
    struct {
        uint32_t place;
        char character;
    } marks[DATE_MARKS];     /* characters between the digits */
    uint32_t mark_count;
    uint32_t length;         /* of a text in this form */
    bool iso;                /* datetime.fromisoformat() reads it as well */
};

/* The expression is a constant format of this kind. Scratch texts live in the arena. */
bool date_form_of(const struct py_tree *, uint32_t expression, struct arena *, struct date_form *ret);

#endif
