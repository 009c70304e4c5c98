/*
 * parse.c — the door to tree-sitter, and the order in which a source goes through the front end.
 *
 * The tree-sitter tree is copied once, by cursor, into a preorder array (struct cst) and freed.
 * Lowering then reads and repairs plain structs; no other file knows tree-sitter. The copy has
 * no recursion, so the depth of a hostile source costs memory only.
 *
 * What is refused before parsing: NUL, bytes that are not UTF-8, and a declared encoding under
 * which CPython would read other characters than we do. What is bounded: time, through
 * tree-sitter's progress callback; memory, through the caller's arena and its cap on sources.
 *
 * Threads: everything is local to the call, except the symbol table, which is built once.
 */
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <tree_sitter/api.h>

#include "python_internal.h"

#define PARSE_SECONDS 10
#define PARSE_DEADLINE_NS (PARSE_SECONDS * 1000000000ull)

const TSLanguage *tree_sitter_python(void);

/* ---- symbols of the grammar → enum cst_kind -------------------------------------------- */

static const char *const node_names[CST_KIND_COUNT] = {
#define CST_NODE(name) [CST_##name] = #name,
#define CST_TOKEN(name, text)
#include "cst_kinds.def"
#undef CST_NODE
#undef CST_TOKEN
};

static const char *const token_texts[CST_KIND_COUNT] = {
#define CST_NODE(name)
#define CST_TOKEN(name, text) [CST_##name] = text,
#include "cst_kinds.def"
#undef CST_NODE
#undef CST_TOKEN
};

#define MAX_SYMBOLS 1024

static uint8_t kind_of_symbol[MAX_SYMBOLS];
static pthread_once_t symbols_once = PTHREAD_ONCE_INIT;

static uint8_t find_kind(const char *const table[], const char *name, uint8_t otherwise)
{
    for (uint8_t kind = 0; kind < CST_KIND_COUNT; kind++) {
        if (table[kind] != NULL && strcmp(table[kind], name) == 0)
            return kind;
    }
    return otherwise;
}

static void build_symbols(void)
{
    const TSLanguage *language = tree_sitter_python();
    uint32_t count = ts_language_symbol_count(language);

    for (TSSymbol s = 0; s < count && s < MAX_SYMBOLS; s++) {
        const char *name = ts_language_symbol_name(language, s);

        if (ts_language_symbol_type(language, s) == TSSymbolTypeRegular)
            kind_of_symbol[s] = find_kind(node_names, name, CST_other);
        else
            kind_of_symbol[s] = find_kind(token_texts, name, CST_dropped);
    }
}

static uint8_t kind_of(TSNode node)
{
    TSSymbol symbol = ts_node_symbol(node);

    return symbol < MAX_SYMBOLS ? kind_of_symbol[symbol] : (uint8_t) CST_ERROR;
}

/* ---- parsing ------------------------------------------------------------------------------ */

struct parse {
    str text; /* normalised */
    uint64_t deadline;
};

static const char *read_text(void *payload, uint32_t offset, TSPoint position, uint32_t *ret_len)
{
    const struct parse *parse = payload;

    (void) position;
    *ret_len = offset < parse->text.len ? (uint32_t) (parse->text.len - offset) : 0;
    return *ret_len > 0 ? parse->text.ptr + offset : "";
}

static bool is_late(TSParseState *state)
{
    const struct parse *parse = state->payload;

    return clock_ns() > parse->deadline;
}

static TSTree *parse_text(str text)
{
    struct parse parse = { text, clock_ns() + PARSE_DEADLINE_NS };
    TSInput input = { .payload = &parse, .read = read_text, .encoding = TSInputEncodingUTF8 };
    TSParseOptions options = { .payload = &parse, .progress_callback = is_late };
    TSParser *parser = ts_parser_new();
    TSTree *tree = NULL;

    if (ts_parser_set_language(parser, tree_sitter_python()))
        tree = ts_parser_parse_with_options(parser, NULL, input, options);
    ts_parser_delete(parser);
    return tree;
}

/* ---- copying the tree ----------------------------------------------------------------------- */

struct copier {
    struct arena *arena;
    VEC(struct cst_node) nodes;
    VEC(uint32_t) open; /* ancestors of the cursor: CST index, or DROPPED */
    bool has_error;
    uint32_t error_at;
};

#define DROPPED UINT32_MAX

/* Appends the node under the cursor; returns its index or DROPPED. */
static uint32_t copy_node(struct copier *copier, const TSTreeCursor *cursor)
{
    TSNode node = ts_tree_cursor_current_node(cursor);
    uint8_t kind = kind_of(node);

    if (copier->has_error && copier->error_at == UINT32_MAX &&
        (kind == CST_ERROR || ts_node_is_missing(node)))
        copier->error_at = ts_node_start_byte(node);
    if (kind == CST_dropped)
        return DROPPED;
    *VEC_PUSH(copier->arena, &copier->nodes) = (struct cst_node){
        .start = ts_node_start_byte(node), .end = ts_node_end_byte(node), .kind = kind
    };
    return copier->nodes.count - 1;
}

static void close_node(struct copier *copier)
{
    uint32_t node = copier->open.items[--copier->open.count];

    if (node != DROPPED)
        copier->nodes.items[node].extent = copier->nodes.count;
}

/* Only string_content has children that nobody asks for: its escape sequences. */
static bool descend(struct copier *copier, TSTreeCursor *cursor, uint32_t node)
{
    if (node != DROPPED && copier->nodes.items[node].kind == CST_string_content)
        return false;
    return ts_tree_cursor_goto_first_child(cursor);
}

static void copy_tree(struct copier *copier, TSNode root)
{
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    bool more = true;

    while (more) {
        uint32_t node = copy_node(copier, &cursor);

        *VEC_PUSH(copier->arena, &copier->open) = node;
        if (descend(copier, &cursor, node))
            continue;
        close_node(copier);
        while (!(more = ts_tree_cursor_goto_next_sibling(&cursor)) && copier->open.count > 0) {
            close_node(copier);
            ts_tree_cursor_goto_parent(&cursor);
        }
    }
    ts_tree_cursor_delete(&cursor);
}

/* ---- source checks ----------------------------------------------------------------------------- */

/*
 * Byte offsets of the first byte of each line. CPython ends a line at LF, CR LF and lone CR,
 * and starts the first one behind a byte order mark.
 */
static void index_lines(struct py_tree *tree, struct arena *arena)
{
    VEC(uint32_t) lines = { 0 };
    str s = tree->source;

    *VEC_PUSH(arena, &lines) = str_starts(s, S("\xef\xbb\xbf")) ? 3 : 0;
    for (size_t i = 0; i < s.len; i++) {
        bool cr = s.ptr[i] == '\r' && !(i + 1 < s.len && s.ptr[i + 1] == '\n');

        if (s.ptr[i] == '\n' || cr)
            *VEC_PUSH(arena, &lines) = (uint32_t) i + 1;
    }
    tree->lines = lines.items;
    tree->line_count = lines.count;
}

static enum status refuse(const struct py_tree *tree, struct error *err, enum status status,
                          size_t offset, const char *why)
{
    uint32_t line = py_line_at(tree, (uint32_t) offset);
    uint32_t column = (uint32_t) offset - tree->lines[line - 1] + 1;

    return error_at(err, status, line, column, "%s", why);
}

/* Encodings whose ASCII half is ASCII; any other one may give bytes below 0x80 new meanings. */
static const char *const ascii_supersets[] = { "ascii",  "us-ascii",   "latin-1",     "latin1",
                                               "cp1252", "iso-8859-1", "iso-8859-15", "iso8859-1" };

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '-' || c == '_' || c == '.';
}

/* The encoding that a comment line declares (PEP 263), "" when it declares none. */
static str declared_encoding(str line)
{
    size_t at, end;

    line = str_trim(line);
    at = str_find(line, S("coding"));
    if (at == SIZE_MAX || line.ptr[0] != '#')
        return S("");
    at += strlen("coding");
    if (at >= line.len || (line.ptr[at] != ':' && line.ptr[at] != '='))
        return S("");
    at++;
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
        at++;
    for (end = at; end < line.len && is_word(line.ptr[end]); end++)
        continue;
    return str_slice(line, at, end);
}

/* CPython compares encoding names without case and takes _ for -. */
static bool is_encoding(str name, const char *known)
{
    char folded[16];

    if (name.len >= sizeof(folded))
        return false;
    for (size_t i = 0; i < name.len; i++)
        folded[i] = name.ptr[i] == '_' ? '-' : name.ptr[i];
    folded[name.len] = '\0';
    return strcasecmp(folded, known) == 0;
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char) s.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

static bool reads_as_utf8(str encoding, str source)
{
    if (encoding.len == 0 || is_encoding(encoding, "utf-8") || is_encoding(encoding, "utf8"))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(ascii_supersets); i++) {
        if (is_encoding(encoding, ascii_supersets[i]))
            return is_ascii(source);
    }
    return false;
}

static enum status check_source(const struct py_tree *tree, struct error *err)
{
    str source = tree->source;
    const char *nul = source.len > 0 ? memchr(source.ptr, '\0', source.len) : NULL;
    size_t bad = str_invalid_utf8(source);

    if (bad != SIZE_MAX)
        return refuse(tree, err, STATUS_INVALID_PYTHON, bad, "the source is not valid UTF-8");
    if (nul != NULL)
        return refuse(tree, err, STATUS_INVALID_PYTHON, (size_t) (nul - source.ptr),
                      "the source contains a NUL character");
    for (uint32_t line = 0; line < 2 && line < tree->line_count; line++) {
        size_t end = line + 1 < tree->line_count ? tree->lines[line + 1] : source.len;
        str text = str_slice(source, tree->lines[line], end);

        if (!reads_as_utf8(declared_encoding(text), source))
            return refuse(tree, err, STATUS_UNSUPPORTED_PYTHON, tree->lines[line],
                          "the source declares an encoding other than UTF-8");
    }
    return STATUS_OK;
}

/* ---- the whole way ------------------------------------------------------------------------------- */

static enum status build_cst(struct py_module *module, struct cst *ret_cst, struct error *err)
{
    const struct py_tree *tree = &module->tree;
    struct copier copier = { .arena = module->arena, .error_at = UINT32_MAX };
    char *text = ARENA_ARRAY(module->arena, char, tree->source.len + 1);
    TSTree *parsed;
    size_t bad;

    if (!py_normalise(tree->source, text, &bad))
        return refuse(tree, err, STATUS_UNSUPPORTED_PYTHON, bad,
                      "a backslash joins lines inside the indentation");
    parsed = parse_text((str){ text, tree->source.len });
    if (parsed == NULL)
        return error_set(err, STATUS_LIMIT, "parsing took longer than %d s", PARSE_SECONDS);
    copier.has_error = ts_node_has_error(ts_tree_root_node(parsed));
    copy_tree(&copier, ts_tree_root_node(parsed));
    ts_tree_delete(parsed);
    if (copier.has_error)
        return refuse(tree, err, STATUS_INVALID_PYTHON,
                      copier.error_at == UINT32_MAX ? 0 : copier.error_at, "invalid syntax");
    *ret_cst = (struct cst){ copier.nodes.items, copier.nodes.count };
    return STATUS_OK;
}

enum status py_parse(str source, struct arena *arena, struct py_module **ret_module,
                     struct error *err)
{
    struct py_module *module = ARENA_NEW(arena, struct py_module);
    struct cst cst;
    enum status status;

    pthread_once(&symbols_once, build_symbols);
    if (source.len >= UINT32_MAX)
        return error_set(err, STATUS_TOO_LARGE, "the source is larger than 4 GiB");
    module->arena = arena;
    module->tree.source = source;
    names_init(&module->names, arena);
    index_lines(&module->tree, arena);

    status = check_source(&module->tree, err);
    if (status == STATUS_OK)
        status = build_cst(module, &cst, err);
    if (status == STATUS_OK)
        status = py_lower(&cst, module, err);
    if (status == STATUS_OK)
        py_resolve_scopes(module);
    if (status == STATUS_OK && arena_over(arena))
        status = error_set(err, STATUS_LIMIT, "the source needs more memory than allowed");
    if (status != STATUS_OK)
        return status;
    module->tree.names = module->names.list.items;
    module->tree.name_count = module->names.list.count;
    *ret_module = module;
    return STATUS_OK;
}

const struct py_tree *py_tree(const struct py_module *module)
{
    return &module->tree;
}

const struct py_scopes *py_scopes(const struct py_module *module)
{
    return &module->scopes;
}
