/*
 * mutate.c — changes to Python source that mostly leave it Python source.
 *
 * Byte mutations of a program nearly always break its syntax, and a broken program stops at the
 * parser. So three mutations in four work on lines and words: a line is doubled, dropped, moved,
 * indented, or replaced by a stock statement; a word is replaced by another word of the program or
 * by a stock one. libFuzzer calls this instead of its own mutator, and that for the rest.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

#define LONGEST 4096u
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct span {
    size_t start, end;
};

static const char *const statements[] = {
    "x = xs[i]", "xs[i] = x", "xs[i + 1] = xs[i]", "xs.append(x)", "d[k] = v", "d[k] += 1",
    "total += x", "x, y = y, x", "for i in range(n):", "for x in xs:", "while n:", "if x:",
    "else:", "elif y:", "try:", "except E as e:", "finally:", "with open(x) as f:",
    "return x", "yield x", "break", "continue", "pass", "raise E(x)", "del xs[0]",
    "def f(x, *a, k=1, **kw):", "class C(B):", "async def g(xs):", "await g(x)", "global x",
    "nonlocal y", "print(x)", "xs = [x for x in xs if x]", "s = {f(x): y for x, y in d.items()}",
    "lambda x, y=x: x + y", "if (n := len(xs)) > 1:", "match x:", "case [a, *b]:", "case _:",
    "self.x = x", "self.x += 1", "import math", "from m import *", "assert x, y", "exec(x)",
    "s += 't'", "xs.sort(key=f)", "xs.pop(0)", "x = xs.index(y)", "g = (f(x) for x in xs)",
    "@property", "u = f'{x}'", "xs[a:b] = ys", "def fib(n): return fib(n - 1) + fib(n - 2)",
};

static const char *const words[] = {
    "x", "xs", "i", "n", "0", "1", "2", "-1", "1.5", "'s'", "b'b'", "None", "True", "[]", "{}", "()", "f",
    "self", "len", "range", "sum", "sorted", "set", "list", "dict", "min", "max", "zip", "enumerate", "map",
    "any", "+", "-", "*", "//", "%", "**", "<", "==", "is", "in", "not", "and", "or", "[i]", "(x)", ".a",
    "=", "+=", ",", "if x else y", "for x in xs", "await x", "yield x", "*xs", "**d", ":", "locals()",
};

static unsigned state;

static unsigned pick(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* Replaces the span by the text; the new size, or the old one when it would not fit. */
static size_t put(uint8_t *data, size_t size, size_t max, struct span at, const void *text, size_t len)
{
    if (size - (at.end - at.start) + len > max)
        return size;
    memmove(data + at.start + len, data + at.end, size - at.end);
    memcpy(data + at.start, text, len);
    return size - (at.end - at.start) + len;
}

/* ---- lines */

static struct span line_at(const uint8_t *data, size_t size, size_t offset)
{
    struct span line = { offset, offset };

    while (line.start > 0 && data[line.start - 1] != '\n')
        line.start--;
    while (line.end < size && data[line.end] != '\n')
        line.end++;
    line.end += line.end < size;
    return line;
}

static struct span any_line(const uint8_t *data, size_t size)
{
    return line_at(data, size, pick((unsigned) size));
}

static size_t new_statement(uint8_t *data, size_t size, size_t max, struct span at, bool replaces)
{
    const char *text = statements[pick(COUNT(statements))];
    char line[128];
    size_t indent = 0, len = strlen(text);

    while (at.start + indent < at.end && indent < 32 && data[at.start + indent] == ' ')
        indent++;
    memset(line, ' ', indent);
    memcpy(line + indent, text, len);
    len += indent;
    line[len++] = '\n';
    return put(data, size, max, replaces ? at : (struct span){ at.start, at.start }, line, len);
}

static size_t indent(uint8_t *data, size_t size, size_t max, struct span at)
{
    size_t blanks = 0;

    while (at.start + blanks < at.end && blanks < 4 && data[at.start + blanks] == ' ')
        blanks++;
    if (pick(2) && blanks == 4)
        return put(data, size, max, (struct span){ at.start, at.start + 4 }, "", 0);
    return put(data, size, max, (struct span){ at.start, at.start }, "    ", 4);
}

static size_t change_line(uint8_t *data, size_t size, size_t max)
{
    uint8_t copy[LONGEST];
    struct span from = any_line(data, size), to = any_line(data, size);

    memcpy(copy, data + from.start, from.end - from.start);
    switch (pick(6)) {
    case 0:
        return put(data, size, max, from, "", 0);
    case 1:
        return put(data, size, max, (struct span){ to.start, to.start }, copy, from.end - from.start);
    case 2:
        return put(data, size, max, to, copy, from.end - from.start);
    case 3:
        return indent(data, size, max, from);
    default:
        return new_statement(data, size, max, from, pick(2));
    }
}

/* ---- words */

static int class_of(uint8_t c)
{
    return isalnum(c) || c == '_' ? 1 : isspace(c) ? 2 : 3;
}

static struct span any_word(const uint8_t *data, size_t size)
{
    struct span w = { pick((unsigned) size), 0 };
    int class = class_of(data[w.start]);

    w.end = w.start + 1;
    while (class == 1 && w.start > 0 && class_of(data[w.start - 1]) == class)
        w.start--;
    while (class == 1 && w.end < size && class_of(data[w.end]) == class)
        w.end++;
    return w;
}

static size_t change_word(uint8_t *data, size_t size, size_t max)
{
    uint8_t copy[LONGEST];
    struct span at = any_word(data, size), from = any_word(data, size);
    const char *word = words[pick(COUNT(words))];

    for (int i = 0; i < 8 && isspace(data[at.start]); i++)
        at = any_word(data, size);
    if (pick(2))
        return put(data, size, max, at, word, strlen(word));
    memcpy(copy, data + from.start, from.end - from.start);
    return put(data, size, max, at, copy, from.end - from.start);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    state = seed;
    if (size == 0 || size > LONGEST || pick(8) == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    for (unsigned i = 1 + pick(3); i > 0 && size > 0; i--)
        size = pick(2) ? change_line(data, size, max_size) : change_word(data, size, max_size);
    return size;
}
