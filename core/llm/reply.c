/*
 * reply.c — the text of a model's answer, read strictly: the whole text is one JSON object of the
 * agreed shape, or nothing is taken from it.
 *
 * Two habits of models are allowed for, since both can be undone without guessing: one leading
 * <think> block, and one Markdown fence around all of the rest. There is no search for braces: text
 * that has to be searched for its meaning has more than one.
 *
 * Sizes are bounded here because schema limits are not: the common subset of providers' strict
 * schemas has no lengths.
 */
#include "core/llm/llm_internal.h"

#define CANDIDATES_MAX 12u
#define SOURCE_MAX 65536
#define NAME_BYTES_MAX 256
#define WORDS_MAX 2000
#define LIST_MAX 16

/* A candidate member by member; the one object in `edits` is read apart. */
struct candidate_json {
    struct replacement r;
    const struct json *edits;
};

#define TEXT_ROW(key, member, least, most)                                                 \
    { .name = key, .type = FIELD_STR, .offset = offsetof(struct candidate_json, r.member), \
      .required = true, .min = least, .max = most }
#define LIST_ROW(key, member)                                                                   \
    { .name = key, .type = FIELD_STR_LIST, .offset = offsetof(struct candidate_json, r.member), \
      .required = true, .max = LIST_MAX }

static const struct json_field candidate_fields[] = {
    TEXT_ROW("strategy", strategy, 0, WORDS_MAX),
    TEXT_ROW("summary", summary, 0, WORDS_MAX),
    { .name = "edits", .type = FIELD_RAW, .offset = offsetof(struct candidate_json, edits),
      .required = true },
    LIST_ROW("new_imports", imports),
    LIST_ROW("assumptions", assumptions),
    { .name = NULL },
};

static const struct json_field edit_fields[] = {
    TEXT_ROW("target", target, 1, NAME_BYTES_MAX),
    TEXT_ROW("new_source", source, 1, SOURCE_MAX),
    { .name = NULL },
};

static const struct json_field root_fields[] = {
    { .name = "candidates", .type = FIELD_RAW, .required = true },
    { .name = NULL },
};

static enum status read_candidate(const struct json *object, struct arena *arena,
                                  struct replacement *ret, struct error *err)
{
    struct candidate_json c = { 0 };
    enum status status = json_read(object, candidate_fields, &c, arena, err);
    if (status)
        return status;
    if (!json_is(c.edits, JSON_ARRAY) || json_count(c.edits) != 1)
        return error_set(err, STATUS_INVALID_FIELD, "edits must be an array of exactly one edit.");
    status = json_read(json_first(c.edits), edit_fields, &c, arena, err);
    if (status == STATUS_OK)
        *ret = c.r;
    return status;
}

static enum status read_root(const struct json *root, struct arena *arena, replacement_vec *ret,
                             struct error *err)
{
    const struct json *list = NULL;
    enum status status = json_read(root, root_fields, &list, arena, err);
    if (status)
        return status;
    if (!json_is(list, JSON_ARRAY) || json_count(list) > CANDIDATES_MAX)
        return error_set(err, STATUS_INVALID_FIELD,
                         "candidates must be an array of at most %u elements.", CANDIDATES_MAX);
    replacement_vec all = { 0 };
    for (const struct json *c = json_first(list); c; c = json_next(c)) {
        struct replacement one;
        status = read_candidate(c, arena, &one, err);
        if (status)
            return status;
        *VEC_PUSH(arena, &all) = one;
    }
    *ret = all;
    return STATUS_OK;
}

static str without_thinking(str text)
{
    static const str open = S_INIT("<think>"), close = S_INIT("</think>");
    text = str_trim(text);
    if (!str_starts(text, open))
        return text;
    size_t end = str_find(text, close);
    return end == SIZE_MAX ? text : str_trim(str_slice(text, end + close.len, text.len));
}

/* The inside of the one fence that is the entire text; the text itself when there is none. */
static str without_fence(str text)
{
    static const str fence = S_INIT("```");
    const char *newline = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
    if (!str_starts(text, fence) || !str_ends(text, fence) || !newline)
        return text;
    size_t start = (size_t) (newline - text.ptr) + 1;
    str language = str_trim(str_slice(text, fence.len, start));
    if (start + fence.len > text.len || (language.len && !str_equal(language, S("json"))))
        return text;
    return str_slice(text, start, text.len - fence.len);
}

enum status reply_read(str text, struct arena *arena, replacement_vec *ret, struct error *err)
{
    struct json *root;
    text = without_fence(without_thinking(text));
    enum status status = json_parse(text, &root, err);
    if (status)
        return status;
    status = read_root(root, arena, ret, err);
    json_free(root);
    return status;
}
