/*
 * config.c — settings from config.def. Strings are owned by the struct and freed by
 * config_release(). Errors name the setting.
 */
#include <ctype.h>
#include <errno.h>

#include "hasten/base.h"

enum setting_type { SETTING_STRING, SETTING_NUMBER };

struct setting {
    const char *name;
    enum setting_type type;
    size_t offset;
    const char *string_default;
    int64_t number_default, min, max;
    const char *unit, *help;
};

static const struct setting settings[] = {
#define CONFIG_STRING(name, def, help) \
    { #name, SETTING_STRING, offsetof(struct config, name), def, 0, 0, 0, "", help },
#define CONFIG_NUMBER(name, def, min, max, unit, help) \
    { #name, SETTING_NUMBER, offsetof(struct config, name), NULL, def, min, max, unit, help },
#include "hasten/config.def"
#undef CONFIG_STRING
#undef CONFIG_NUMBER
};

static void *member(struct config *c, const struct setting *s)
{
    return (char *) c + s->offset;
}

static void set_string(struct config *c, const struct setting *s, str value)
{
    char **slot = member(c, s);
    free(*slot);
    *slot = xstrdup_str(value);
}

static const char *get_string(const struct config *c, const struct setting *s)
{
    return *(const char *const *) ((const char *) c + s->offset);
}

static int64_t get_number(const struct config *c, const struct setting *s)
{
    return *(const int64_t *) ((const char *) c + s->offset);
}

void config_defaults(struct config *c)
{
    *c = (struct config){ 0 };
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        const struct setting *s = &settings[i];
        if (s->type == SETTING_STRING)
            set_string(c, s, str_from(s->string_default));
        else
            *(int64_t *) member(c, s) = s->number_default;
    }
}

void config_release(struct config *c)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++)
        if (settings[i].type == SETTING_STRING)
            free(*(char **) member(c, &settings[i]));
    *c = (struct config){ 0 };
}

static enum status set_number(struct config *c, const struct setting *s, str value,
                              struct error *err)
{
    char text[32], *end;
    if (value.len == 0 || value.len >= sizeof(text))
        return error_field(err, STATUS_CONFIG, s->name, "is not a number");
    memcpy(text, value.ptr, value.len);
    text[value.len] = '\0';
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || *end)
        return error_field(err, STATUS_CONFIG, s->name, "is not a number");
    if (number < s->min || number > s->max)
        return error_field(err, STATUS_CONFIG, s->name, "must be between %lld and %lld",
                           (long long) s->min, (long long) s->max);
    *(int64_t *) member(c, s) = number;
    return STATUS_OK;
}

enum status config_set(struct config *c, str name, str value, struct error *err)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        const struct setting *s = &settings[i];
        if (!str_equal(name, str_from(s->name)))
            continue;
        if (memchr(value.ptr, '\0', value.len))
            return error_field(err, STATUS_CONFIG, s->name, "contains a NUL byte");
        if (s->type == SETTING_NUMBER)
            return set_number(c, s, value, err);
        set_string(c, s, value);
        return STATUS_OK;
    }
    return error_field(err, STATUS_CONFIG, "configuration", "there is no setting named %.*s",
                       (int) (name.len > 60 ? 60 : name.len), name.ptr);
}

enum status config_load_env(struct config *c, struct error *err)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        char variable[64] = "HASTEN_";
        size_t n = 7;
        for (const char *p = settings[i].name; *p && n + 1 < sizeof(variable); p++)
            variable[n++] = (char) toupper((unsigned char) *p);
        variable[n] = '\0';
        const char *value = getenv(variable);
        if (!value)
            continue;
        enum status status = config_set(c, str_from(settings[i].name), str_from(value), err);
        if (status)
            return status;
    }
    return STATUS_OK;
}

static enum status load_line(struct config *c, const char *path, uint32_t number, str line,
                             struct error *err)
{
    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return STATUS_OK;
    size_t equals = str_find(line, S("="));
    if (equals == SIZE_MAX)
        return error_set(err, STATUS_CONFIG, "%s:%u: expected name = value", path, number);
    return config_set(c, str_trim(str_slice(line, 0, equals)),
                      str_trim(str_slice(line, equals + 1, line.len)), err);
}

enum status config_load_file(struct config *c, const char *path, struct error *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(err, STATUS_CONFIG, "cannot open %s: %s", path,
                         strerrordesc_np(errno));
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    enum status status = STATUS_OK;
    for (uint32_t number = 1; !status && (n = getline(&line, &capacity, file)) >= 0; number++)
        status = load_line(c, path, number, (str){ line, (size_t) n }, err);
    if (!status && ferror(file))
        status = error_set(err, STATUS_CONFIG, "cannot read %s", path);
    free(line);
    fclose(file);
    return status;
}

static bool is_secret(const char *name)
{
    return strstr(name, "key") != NULL;
}

void config_print(const struct config *c, struct buf *out)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        const struct setting *s = &settings[i];
        buf_printf(out, "# %s", s->help);
        if (s->type == SETTING_NUMBER)
            buf_printf(out, " (%lld to %lld%s%s, default %lld)", (long long) s->min,
                       (long long) s->max, *s->unit ? " " : "", s->unit,
                       (long long) s->number_default);
        buf_printf(out, "\n%s = ", s->name);
        if (s->type == SETTING_NUMBER)
            buf_printf(out, "%lld\n\n", (long long) get_number(c, s));
        else
            buf_printf(out, "%s\n\n",
                       is_secret(s->name) && *get_string(c, s) ? "(set)" : get_string(c, s));
    }
}
