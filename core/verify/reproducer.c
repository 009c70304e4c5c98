/*
 * reproducer.c — a counterexample as one Python file that needs nothing but Python: both versions of
 * the module as literals, the calls, what each does, and an assertion that they agree (and fails).
 */
#include "verify_internal.h"

/* A bytes literal, one source line per literal line. */
static void put_bytes(struct buf *out, str bytes)
{
    buf_append(out, S("(\n    b\""));
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char) bytes.ptr[i];
        if (c == '\n' && i + 1 < bytes.len)
            buf_append(out, S("\\n\"\n    b\""));
        else if (c == '\n')
            buf_append(out, S("\\n"));
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c >= ' ' && c < 127)
            buf_byte(out, (char) c);
        else
            buf_printf(out, "\\x%02x", c);
    }
    buf_append(out, S("\"\n)\n"));
}

static void put_hex(struct buf *out, str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        buf_printf(out, "%02x", (unsigned char) bytes.ptr[i]);
}

static void put_sources(struct buf *out, str original, str candidate)
{
    buf_append(out, S("ORIGINAL = "));
    put_bytes(out, original);
    buf_append(out, S("\nCANDIDATE = "));
    put_bytes(out, candidate);
}

/* The text of a harness module: what pickled inputs refer to. */
static str harness_text(const char *name)
{
    for (size_t i = 0; i < verify_harness_count; i++)
        if (!strcmp(verify_harness[i].name, name))
            return verify_harness[i].source;
    return (str){ 0 };
}

static const char call_imports[] =
    "import contextlib\nimport io\nimport pickle\nimport sys\nimport types\n\n";

static const char call_driver[] =
    "\n\n"
    "hostile = sys.modules[\"hostile\"] = types.ModuleType(\"hostile\")\n"
    "exec(HOSTILE, hostile.__dict__)\n"
    "\n\n"
    "def describe(function, args, kwargs):\n"
    "    try:\n"
    "        value = function(*args, **kwargs)\n"
    "    except BaseException as error:\n"
    "        return f\"raises {error!r}\"\n"
    "    if hasattr(type(value), \"__next__\"):\n"
    "        value = list(value)\n"
    "    return f\"returns {value!r} of {type(value)}\"\n"
    "\n\n"
    "def run(source):\n"
    "    module = sys.modules[\"program\"] = types.ModuleType(\"program\")\n"
    "    printed = io.StringIO()\n"
    "    with contextlib.redirect_stdout(printed):\n"
    "        exec(compile(source, \"program.py\", \"exec\"), module.__dict__)\n"
    "        function = module\n"
    "        for part in ENTRY.split(\".\"):\n"
    "            function = getattr(function, part)\n"
    "        for call in CALLS:\n"
    "            args, kwargs = pickle.loads(bytes.fromhex(call))\n"
    "            outcome = describe(function, args, kwargs)\n"
    "    return f\"{outcome}; arguments afterwards {args!r}; printed {printed.getvalue()!r}\"\n"
    "\n\n"
    "before, after = run(ORIGINAL), run(CANDIDATE)\n"
    "print(\"original: \", before)\n"
    "print(\"candidate:\", after)\n"
    "assert before == after, \"the two programs differ\"\n";

str reproducer_for_call(struct arena *arena, str original, str candidate, str entry,
                        const struct input *calls, uint32_t count)
{
    struct buf out = { 0 };
    buf_append(&out, S("\"\"\"Shows that two versions of a module behave differently.\"\"\"\n\n"));
    buf_append(&out, str_from(call_imports));
    put_sources(&out, original, candidate);
    buf_append(&out, S("\n# Types of arguments that test what the code relies on.\nHOSTILE = "));
    put_bytes(&out, harness_text("hostile"));
    buf_printf(&out, "\nENTRY = \"%.*s\"\nCALLS = [  # pickled (args, kwargs)\n", STR_ARG(entry));
    for (uint32_t i = 0; i < count; i++) {
        buf_append(&out, S("    \""));
        put_hex(&out, calls[i].pickle);
        buf_append(&out, S("\",\n"));
    }
    buf_append(&out, S("]\n"));
    buf_append(&out, str_from(call_driver));
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const char script_driver[] =
    "\n\n"
    "def run(source):\n"
    "    with tempfile.TemporaryDirectory() as place:\n"
    "        path = os.path.join(place, \"program.py\")\n"
    "        with open(path, \"wb\") as file:\n"
    "            file.write(source)\n"
    "        done = subprocess.run([sys.executable, \"-I\", path, *ARGUMENTS], cwd=place,\n"
    "                              input=INPUT, capture_output=True)\n"
    "    return done.returncode, done.stdout\n"
    "\n\n"
    "before, after = run(ORIGINAL), run(CANDIDATE)\n"
    "print(\"original: \", before)\n"
    "print(\"candidate:\", after)\n"
    "assert before == after, \"the two programs differ\"\n";

str reproducer_for_script(struct arena *arena, str original, str candidate,
                          const struct request *request)
{
    struct buf out = { 0 };
    buf_append(&out, S("\"\"\"Shows that two versions of a program behave differently.\"\"\"\n\n"
                       "import os\nimport subprocess\nimport sys\nimport tempfile\n\n"));
    put_sources(&out, original, candidate);
    buf_append(&out, S("\nARGUMENTS = [\n"));
    for (uint32_t i = 0; i < request->workload.argv.count; i++) {
        buf_append(&out, S("    bytes.fromhex(\""));
        put_hex(&out, request->workload.argv.items[i]);
        buf_append(&out, S("\"),\n"));
    }
    buf_append(&out, S("]\nINPUT = "));
    put_bytes(&out, request->workload.stdin_text);
    buf_append(&out, str_from(script_driver));
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
