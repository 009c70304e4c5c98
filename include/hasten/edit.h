/*
 * edit.h — byte-range edits of a source text, layout facts for writing Python that looks like
 * the file it lands in, and unified diffs.
 */
#ifndef HASTEN_EDIT_H
#define HASTEN_EDIT_H

#include "model.h"

/* Sorts by start; equal insertion points keep their order. False when two edits overlap or one
 * is out of range. */
bool edits_sort(edit_vec *, size_t source_len);
/* The source with all edits applied (they must be sorted), in the arena. */
str edits_apply(str source, const edit_vec *, struct arena *);
/* The same, with lines that became longer than layout.width broken inside brackets. */
str edits_render(str source, const edit_vec *, struct arena *);
/* True when two rewrites of the source can both be done: no edit of a overlaps one of b (touching
 * insertions do not overlap), or writes in a line that the other one moves to the right. */
bool edits_disjoint(str source, const edit_vec *a, const edit_vec *b);
/* Appends b to a; identical edits (the same helper, the same import) are kept once. */
void edits_merge(edit_vec *a, const edit_vec *b, struct arena *);

/* How the file is written. */
struct layout {
    str newline;     /* "\n" or "\r\n" */
    str indent_unit; /* "    ", "\t", … */
    char quote;      /* the more frequent string quote */
    uint32_t width;  /* bytes a line may have: its longest one, within 100 and 120 */
};
struct layout layout_of(str source);
/* White space in front of the line that holds `offset`. */
str layout_indent_at(str source, size_t offset);
size_t layout_line_start(str source, size_t offset);
size_t layout_line_end(str source, size_t offset); /* after the newline */

/*
 * Unified diff, 3 lines of context, `--- a/name`, `+++ b/name`; "" when equal. Myers, "An O(ND)
 * Difference Algorithm", 1986, linear space; lines without newline at the end are marked as git
 * does. `git apply` accepts the result.
 */
str unified_diff(str before, str after, str name, struct arena *);

#endif
