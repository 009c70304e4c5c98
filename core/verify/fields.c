/*
 * fields.c — length-prefixed fields, the inside of every frame between the service and the harness:
 * a little-endian 32-bit length and that many bytes, one after the other. The other end is
 * harness/wire.py. What is read here may come from a hostile process: a length is believed only as
 * far as the message reaches.
 */
#include "verify_internal.h"

void field_put(struct buf *message, str field)
{
    for (int shift = 0; shift < 32; shift += 8)
        buf_byte(message, (char) (field.len >> shift & 0xff));
    buf_append(message, field);
}

bool field_next(str *rest, str *ret_field)
{
    if (rest->len < 4)
        return false;
    const unsigned char *p = (const unsigned char *) rest->ptr;
    size_t length = (size_t) p[0] | (size_t) p[1] << 8 | (size_t) p[2] << 16 | (size_t) p[3] << 24;
    if (length > rest->len - 4)
        return false;
    *ret_field = str_slice(*rest, 4, 4 + length);
    *rest = str_slice(*rest, 4 + length, rest->len);
    return true;
}

uint64_t field_decimal(str digits)
{
    uint64_t value = 0;
    if (digits.len > 18)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return 0;
        value = value * 10 + (uint64_t) (digits.ptr[i] - '0');
    }
    return value;
}
