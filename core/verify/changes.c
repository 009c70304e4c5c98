/*
 * changes.c — what differs between two texts of one module, by name.
 *
 * A module is a set of definitions (functions, methods, classes) and a sequence of other
 * statements. Definitions are paired by qualified name; one whose text is the same did not
 * change. From the pairing follows what has to be called so that nothing that changed stays
 * unexercised:
 *
 *   a function or method that exists in both      itself
 *   a private one that is new, gone, or takes     whoever mentions it, up to functions that
 * exist other arguments                               unchanged in name and parameters in both
 *   a class outside its methods                   the class and all its methods
 *   a statement outside definitions               the program as a script, and whoever mentions
 * a name it binds; everything, when it does more than import and bind names
 *
 * A public name that is gone, or a public function that takes other arguments, is a difference
 * by itself: some caller would notice. So are new names with two underscores on each side
 * (__getattr__,
 * __eq__, …), which change what other operations mean. Code that reaches for the module's own
 * names dynamically (globals(), setattr, exec, …) where it did not before may change
 * everything.
 *
 * Mentions are found word by word in the text, which finds too many rather than too few.
 */
#include "changes.h"

enum { MAX_ENTRIES = 48, MAX_ROUNDS = 16, MAX_DEFINITIONS = 3000, MAX_CHANGES = 200 };

enum definition_kind { DEF_FUNCTION, DEF_CLASS };

struct definition {
    enum definition_kind kind;
    str name;       /* "f", "C", "C.m" */
    str owner;      /* "C" of "C.m", "" at the top */
    str text;       /* of a class: without its methods; of a name defined twice: both texts */
    str parameters; /* of a function */
};

struct module {
    VEC(struct definition) definitions;
    VEC(str) statements; /* the others, in order */
    VEC(uint32_t) nodes; /* of the statements */
    const struct py_tree *tree;
};

struct comparison {
    struct arena *arena;
    struct module before, after;
    struct changes *changes;
    str_vec touched; /* names whose meaning changed: their mentions have to run */
    bool everything; /* any function may be affected */
};

/* ---- words ------------------------------------------------------------------------------ */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (unsigned char) c >= 0x80;
}

/* Where `word` stands as a whole word at or behind `from`; SIZE_MAX when nowhere. */
static size_t find_word(str text, str word, size_t from)
{
    for (size_t at = from; word.len && at + word.len <= text.len; at++) {
        size_t found = str_find(str_slice(text, at, text.len), word);
        if (found == SIZE_MAX)
            return SIZE_MAX;
        at += found;
        bool starts = at == 0 || !is_word_byte(text.ptr[at - 1]);
        bool ends = at + word.len == text.len || !is_word_byte(text.ptr[at + word.len]);
        if (starts && ends)
            return at;
    }
    return SIZE_MAX;
}

static bool mentions(str text, str word)
{
    return find_word(text, word, 0) != SIZE_MAX;
}

static bool calls(str text, str builtin)
{
    for (size_t at = 0; (at = find_word(text, builtin, at)) != SIZE_MAX; at += builtin.len) {
        str rest = str_slice(text, at + builtin.len, text.len);
        if (str_starts(rest, S("(")) && !(at && text.ptr[at - 1] == '.'))
            return true;
    }
    return false;
}

static bool imports(str text, str module)
{
    for (size_t at = 0; (at = find_word(text, module, at)) != SIZE_MAX; at += module.len) {
        str before = str_slice(text, 0, at);
        if (str_ends(before, S("import ")) || str_ends(before, S("from ")) || str_ends(before, S(", ")))
            return true;
    }
    return false;
}

static str last_part(str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '.')
            return str_slice(name, i, name.len);
    return name;
}

static bool is_special(str name)
{
    str last = last_part(name);
    return last.len > 4 && str_starts(last, S("__")) && str_ends(last, S("__"));
}

static bool is_private(str name)
{
    return str_starts(name, S("_")) ||
           (str_starts(last_part(name), S("_")) && !is_special(name));
}

static bool holds(const str_vec *names, str name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name))
            return true;
    return false;
}

static void add_once(struct arena *arena, str_vec *names, str name)
{
    if (name.len && !holds(names, name))
        *VEC_PUSH(arena, names) = name;
}

/* ---- taking a module apart ------------------------------------------------------------------
 */

static const struct definition *find(const struct module *module, str name)
{
    for (uint32_t i = 0; i < module->definitions.count; i++)
        if (str_equal(module->definitions.items[i].name, name))
            return &module->definitions.items[i];
    return NULL;
}

static bool is_function(const struct py_tree *tree, uint32_t node)
{
    return tree->nodes[node].kind == PY_FunctionDef ||
           tree->nodes[node].kind == PY_AsyncFunctionDef;
}

/* With its decorators. */
static str definition_text(const struct py_tree *tree, uint32_t node)
{
    uint32_t decorator = py_child(tree, node, PY_F_decorator_list);
    uint32_t start =
        decorator != PY_NO_NODE ? tree->nodes[decorator].start : tree->nodes[node].start;
    return str_slice(tree->source, start, tree->nodes[node].end);
}

static void add_definition(struct comparison *c, struct module *module, struct definition new)
{
    if (module->definitions.count > MAX_DEFINITIONS)
        return; /* changes_between() gives up */
    for (uint32_t i = 0; i < module->definitions.count; i++) {
        struct definition *known = &module->definitions.items[i];
        if (str_equal(known->name, new.name)) {
            known->text =
                arena_printf(c->arena, "%.*s\n%.*s", STR_ARG(known->text), STR_ARG(new.text));
            known->parameters = new.parameters;
            return;
        }
    }
    *VEC_PUSH(c->arena, &module->definitions) = new;
}

static void add_function(struct comparison *c, struct module *module, uint32_t node, str owner)
{
    const struct py_tree *tree = module->tree;
    str name = py_name(tree, node);
    uint32_t arguments = py_child(tree, node, PY_F_args);
    if (owner.len)
        name = arena_printf(c->arena, "%.*s.%.*s", STR_ARG(owner), STR_ARG(name));
    add_definition(c, module,
                   (struct definition){
                       .kind = DEF_FUNCTION,
                       .name = name,
                       .owner = owner,
                       .text = definition_text(tree, node),
                       .parameters = arguments != PY_NO_NODE ? py_text(tree, arguments) : S(""),
                   });
}

/* The header and every statement that is no method. */
static void add_class(struct comparison *c, struct module *module, uint32_t node)
{
    const struct py_tree *tree = module->tree;
    uint32_t body = py_child(tree, node, PY_F_body);
    str whole = definition_text(tree, node), name = py_name(tree, node);
    struct buf text = { 0 };
    size_t header = body == PY_NO_NODE
                        ? whole.len
                        : tree->nodes[body].start - (size_t) (whole.ptr - tree->source.ptr);
    buf_append(&text, str_slice(whole, 0, header));
    for (; body != PY_NO_NODE; body = py_next_in(tree, node, body)) {
        if (is_function(tree, body)) {
            add_function(c, module, body, name);
            continue;
        }
        buf_append(&text, py_text(tree, body));
        buf_byte(&text, '\n');
    }
    add_definition(c, module,
                   (struct definition){ .kind = DEF_CLASS,
                                        .name = name,
                                        .text = arena_str(c->arena, buf_str(&text)) });
    buf_free(&text);
}

static void take_apart(struct comparison *c, struct module *module, const struct py_tree *tree)
{
    module->tree = tree;
    for (uint32_t n = py_first(tree, 0); n != PY_NO_NODE; n = py_next(tree, 0, n)) {
        if (is_function(tree, n)) {
            add_function(c, module, n, S(""));
        } else if (tree->nodes[n].kind == PY_ClassDef) {
            add_class(c, module, n);
        } else {
            *VEC_PUSH(c->arena, &module->statements) = py_text(tree, n);
            *VEC_PUSH(c->arena, &module->nodes) = n;
        }
    }
}

/* ---- what changed
 * ----------------------------------------------------------------------------- */

static void note(struct comparison *c, const char *what, str name)
{
    struct change *change = VEC_PUSH(c->arena, &c->changes->list);
    *change = (struct change){ what, name };
}

static void refuse(struct comparison *c, const char *why, str name)
{
    if (!c->changes->refused.len)
        c->changes->refused = arena_printf(c->arena, "%s %.*s", why, STR_ARG(name));
}

/* The first of `words` that `after` has and `before` has not. */
static str new_word(const char *const *words, size_t count, str before, str after)
{
    for (size_t i = 0; i < count; i++)
        if (mentions(after, str_from(words[i])) && !mentions(before, str_from(words[i])))
            return str_from(words[i]);
    return S("");
}

/* Words that reach names without naming them. */
static bool is_newly_dynamic(str before, str after)
{
    static const char *const words[] = {
        "globals",  "locals",   "vars",         "setattr",       "delattr",
        "exec",     "eval",     "__dict__",     "modules",       "__builtins__",
        "builtins", "global",   "__import__",   "import_module", "gc",
        "inspect",  "__code__", "__defaults__", "__globals__",   "_getframe"
    };
    return new_word(words, ARRAY_LEN(words), before, after).len > 0;
}

static void compare_function(struct comparison *c, const struct definition *old,
                             const struct definition *new)
{
    if (str_equal(old->parameters, new->parameters)) {
        note(c, "changed", old->name);
        add_once(c->arena, &c->changes->entries, old->name);
    } else {
        note(c, "other parameters", old->name);
        if (!is_private(old->name))
            refuse(c, "other parameters than before:", old->name);
        add_once(c->arena, &c->touched, last_part(old->name));
    }
    c->everything = c->everything || is_newly_dynamic(old->text, new->text);
}

static bool is_method_of(const struct definition *definition, str class)
{
    return str_equal(definition->owner, class);
}

static void add_class_entries(struct comparison *c, str class)
{
    add_once(c->arena, &c->changes->entries, class);
    for (uint32_t i = 0; i < c->before.definitions.count; i++) {
        const struct definition *method = &c->before.definitions.items[i];
        if (is_method_of(method, class) && find(&c->after, method->name) &&
            !is_special(method->name))
            add_once(c->arena, &c->changes->entries, method->name);
    }
}

static void compare_definitions(struct comparison *c)
{
    for (uint32_t i = 0; i < c->before.definitions.count; i++) {
        const struct definition *old = &c->before.definitions.items[i];
        const struct definition *new = find(&c->after, old->name);
        if (!new || new->kind != old->kind) {
            note(c, "removed", old->name);
            if (!is_private(old->name))
                refuse(c, "it drops the public name", old->name);
            add_once(c->arena, &c->touched, last_part(old->name));
        } else if (!str_equal(old->text, new->text)) {
            if (old->kind == DEF_FUNCTION) {
                compare_function(c, old, new);
            } else {
                note(c, "changed", old->name);
                add_class_entries(c, old->name);
                c->everything = c->everything || is_newly_dynamic(old->text, new->text);
            }
        }
    }
    for (uint32_t i = 0; i < c->after.definitions.count; i++) {
        const struct definition *new = &c->after.definitions.items[i];
        if (find(&c->before, new->name))
            continue;
        note(c, "added", new->name);
        if (is_special(new->name))
            refuse(c, "it adds", new->name);
        add_once(c->arena, &c->touched, last_part(new->name));
        c->everything = c->everything || is_newly_dynamic(S(""), new->text);
    }
}

/* ---- statements outside definitions
 * -------------------------------------------------------------- */

static bool has_statement(const struct module *module, str text)
{
    for (uint32_t i = 0; i < module->statements.count; i++)
        if (str_equal(module->statements.items[i], text))
            return true;
    return false;
}

/* True when what both have comes in the same order. */
static bool same_order(const struct module *a, const struct module *b)
{
    uint32_t i = 0;
    for (uint32_t k = 0; k < b->statements.count; k++) {
        if (!has_statement(a, b->statements.items[k]))
            continue;
        while (i < a->statements.count &&
               !str_equal(a->statements.items[i], b->statements.items[k]))
            i++;
        if (i++ == a->statements.count)
            return false;
    }
    return true;
}

/* `if __name__ == "__main__":` matters to the script only. */
static bool is_main_guard(const struct py_tree *tree, uint32_t node)
{
    uint32_t test = py_child(tree, node, PY_F_test);
    return tree->nodes[node].kind == PY_If && test != PY_NO_NODE &&
           tree->nodes[test].kind == PY_Compare &&
           mentions(py_text(tree, test), S("__name__")) &&
           mentions(py_text(tree, test), S("__main__")) &&
           py_child(tree, node, PY_F_orelse) == PY_NO_NODE;
}

static bool is_plain_call(const struct py_tree *tree, uint32_t call)
{
    static const char *const plain[] = { "frozenset", "set",         "dict",  "list", "tuple",
                                         "range",     "len",         "str",   "int",  "float",
                                         "bytes",     "sorted",      "zip",   "map",  "compile",
                                         "Counter",   "defaultdict", "deque", "array" };
    uint32_t function = py_child(tree, call, PY_F_func);
    for (size_t i = 0; i < ARRAY_LEN(plain); i++)
        if (str_equal(py_name(tree, function), str_from(plain[i])))
            return true;
    return false;
}

/* Imports and bindings of names to values that nothing else can be told from. */
static bool only_binds(const struct py_tree *tree, uint32_t node)
{
    enum py_kind kind = (enum py_kind) tree->nodes[node].kind;
    if (kind != PY_Import && kind != PY_ImportFrom && kind != PY_Assign &&
        kind != PY_AnnAssign && kind != PY_Expr && kind != PY_Pass)
        return false;
    for (uint32_t n = node; n < tree->nodes[node].extent; n++) {
        const struct py_node *inner = &tree->nodes[n];
        bool stores_elsewhere = (inner->kind == PY_Attribute || inner->kind == PY_Subscript) &&
                                inner->op != PY_LOAD;
        bool star = inner->kind == PY_alias && str_equal(py_name(tree, n), S("*"));
        if (stores_elsewhere || star || inner->kind == PY_Lambda ||
            (inner->kind == PY_Call && !is_plain_call(tree, n)))
            return false;
    }
    return true;
}

/* A statement binds `name`: a definition of that name may mean something else from here on. */
static void touch(struct comparison *c, str name)
{
    const struct definition *definition = find(&c->before, name);
    add_once(c->arena, &c->touched, name);
    if (definition && definition->kind == DEF_CLASS)
        add_class_entries(c, name);
    else if (definition)
        add_once(c->arena, &c->changes->entries, name);
}

static void touch_bound_names(struct comparison *c, const struct py_tree *tree, uint32_t node)
{
    for (uint32_t n = node; n < tree->nodes[node].extent; n++) {
        const struct py_node *inner = &tree->nodes[n];
        bool stored = inner->kind == PY_Name && inner->op != PY_LOAD;
        if (stored || inner->kind == PY_alias || inner->kind == PY_identifier ||
            is_function(tree, n) || inner->kind == PY_ClassDef) {
            str name = py_name(tree, n);
            touch(c, str_slice(name, 0, str_find(name, S("."))));
        }
    }
}

/* Statements of `module` that `other` does not have. */
static void compare_statements(struct comparison *c, const struct module *module,
                               const struct module *other)
{
    bool reordered = !same_order(module, other);
    for (uint32_t i = 0; i < module->statements.count; i++) {
        uint32_t node = module->nodes.items[i];
        if (!reordered && has_statement(other, module->statements.items[i]))
            continue;
        c->changes->module_code = true;
        if (is_main_guard(module->tree, node))
            continue;
        touch_bound_names(c, module->tree, node);
        c->everything = c->everything || !only_binds(module->tree, node);
    }
}

/* ---- who has to be called
 * ------------------------------------------------------------------------- */

/* A function that exists in both under the same name with the same parameters. */
static bool can_be_called(const struct comparison *c, const struct definition *definition)
{
    const struct definition *other = find(&c->after, definition->name);
    return definition->kind == DEF_FUNCTION && other && other->kind == DEF_FUNCTION &&
           str_equal(definition->parameters, other->parameters) &&
           !is_special(definition->name);
}

/* Whoever mentions a touched name is an entry, or, when it cannot be called itself, touched. */
static bool spread(struct comparison *c, const struct module *module)
{
    bool grew = false;
    for (uint32_t i = 0; i < module->definitions.count; i++) {
        const struct definition *definition = &module->definitions.items[i];
        const struct definition *known = find(&c->before, definition->name);
        bool affected = c->everything;
        for (uint32_t k = 0; !affected && k < c->touched.count; k++)
            affected = mentions(definition->text, c->touched.items[k]) &&
                       !str_equal(last_part(definition->name), c->touched.items[k]);
        if (!affected)
            continue;
        uint32_t before = c->touched.count + c->changes->entries.count;
        if (known && can_be_called(c, known))
            add_once(c->arena, &c->changes->entries, definition->name);
        else if (definition->kind == DEF_CLASS && known && find(&c->after, definition->name))
            add_class_entries(c, definition->name);
        else
            add_once(c->arena, &c->touched, last_part(definition->name));
        grew = grew || c->touched.count + c->changes->entries.count > before;
    }
    return grew;
}

/*
 * A text that looks at its surroundings can behave where it is tested and differ where it is
 * used, and no input tells. One that did so before is another matter: the original is
 * nondeterministic there.
 */
static str asks_about(str before, str after)
{
    static const char *const words[] = {
        "environ", "getenv", "argv", "orig_argv", "getcwd", "getcwdb", "uname", "gethostname", "getpid",
        "getppid", "getuid", "geteuid", "getlogin", "expanduser", "__file__", "__spec__", "urandom", "uuid4",
        "uuid1", "getrandbits", "perf_counter", "perf_counter_ns", "time_ns", "monotonic", "monotonic_ns",
        "process_time", "getrusage", "orig_stdout", "_getframe", "currentframe", "gettrace", "getprofile",
        "__getattribute__", "__import__", "version_info", "hexversion", "getswitchinterval", "scandir",
        "listdir", "hash_info", "getsizeof",
    };
    static const char *const builtins[] = { "hash", "id", "getattr", "exec", "eval" };
    static const char *const imported[] = { "platform", "socket", "time", "datetime", "gc", "inspect",
                                            "ctypes", "importlib", "uuid", "secrets", "random", "sysconfig",
                                            "tracemalloc", "resource", "getpass", "locale", "pwd" };
    str found = new_word(words, ARRAY_LEN(words), before, after);
    for (size_t i = 0; !found.len && i < ARRAY_LEN(builtins); i++)
        if (calls(after, str_from(builtins[i])) && !calls(before, str_from(builtins[i])))
            found = str_from(builtins[i]);
    for (size_t i = 0; !found.len && i < ARRAY_LEN(imported); i++)
        if (imports(after, str_from(imported[i])) && !imports(before, str_from(imported[i])))
            found = str_from(imported[i]);
    return found;
}

void changes_between(const struct py_tree *before, const struct py_tree *after,
                     struct arena *arena, struct changes *ret)
{
    struct comparison c = { .arena = arena, .changes = ret };
    *ret = (struct changes){ 0 };
    take_apart(&c, &c.before, before);
    take_apart(&c, &c.after, after);
    ret->too_many = c.before.definitions.count > MAX_DEFINITIONS ||
                    c.after.definitions.count > MAX_DEFINITIONS;
    if (ret->too_many)
        return;
    compare_definitions(&c);
    ret->too_many = ret->list.count > MAX_CHANGES;
    if (ret->too_many)
        return;
    compare_statements(&c, &c.before, &c.after);
    compare_statements(&c, &c.after, &c.before);
    for (int round = 0; round < MAX_ROUNDS; round++)
        if (!(int) spread(&c, &c.before) + spread(&c, &c.after))
            break;
    ret->surroundings = asks_about(before->source, after->source);
    if (ret->module_code)
        note(&c, "changed", S("<module>"));
    ret->too_many = ret->too_many || ret->entries.count > MAX_ENTRIES;
}
