// The arguments of each instruction.
#ifndef DOCKERFILE_ARGUMENTS_H
#define DOCKERFILE_ARGUMENTS_H

#include "exec_form.h"
#include "flags.h"
#include "shell.h"

static const struct {
    const char *name;
    uint8_t keyword, mode;
} KEYWORDS[] = {
    {"ADD", KW_ADD, MODE_LIST},
    {"ARG", KW_ARG, MODE_PAIRS},
    {"CMD", KW_CMD, MODE_SHELL},
    {"COPY", KW_COPY, MODE_LIST},
    {"ENTRYPOINT", KW_ENTRYPOINT, MODE_SHELL},
    {"ENV", KW_ENV, MODE_PAIRS},
    {"EXPOSE", KW_EXPOSE, MODE_LIST},
    {"FROM", KW_FROM, MODE_LIST},
    {"HEALTHCHECK", KW_HEALTHCHECK, MODE_RAW},
    {"LABEL", KW_LABEL, MODE_PAIRS},
    {"MAINTAINER", KW_MAINTAINER, MODE_RAW},
    {"ONBUILD", KW_ONBUILD, MODE_RAW},
    {"RUN", KW_RUN, MODE_SHELL},
    {"SHELL", KW_SHELL, MODE_RAW},
    {"STOPSIGNAL", KW_STOPSIGNAL, MODE_WHOLE},
    {"USER", KW_USER, MODE_WHOLE},
    {"VOLUME", KW_VOLUME, MODE_LIST},
    {"WORKDIR", KW_WORKDIR, MODE_WHOLE},
};

// The first word of a logical line, or of the arguments of ONBUILD. The start is marked.
static bool keyword(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    if (raw_word(s, l, stop_at_ws, word) == CONTINUED) return line_continuation(s, l);
    bool under_onbuild = s->keyword == KW_ONBUILD;
    s->keyword = UNKNOWN_KEYWORD;
    s->mode = MODE_RAW;
    for (unsigned i = 0; i < sizeof KEYWORDS / sizeof *KEYWORDS; i++) {
        if (word[0] == KEYWORDS[i].name[0] && strcmp(word, KEYWORDS[i].name) == 0) {
            s->keyword = KEYWORDS[i].keyword;
            s->mode = KEYWORDS[i].mode;
            break;
        }
    }
    if (under_onbuild && s->onbuild < 3) s->onbuild++;
    s->phase = IN_LINE;
    s->fresh = true;
    s->separated = s->flags_done = false;
    s->word = 0;
    // Under a nested ONBUILD, heredocs are not recognised.
    s->heredocs = s->onbuild < 2 && (s->keyword == KW_RUN || s->keyword == KW_COPY || s->keyword == KW_ADD);
    return token(s, l, s->keyword);
}

// ---------------------------------------------------------------------------------------------- FROM

// The first token of an image reference. Only its first slash shows whether it starts with a
// registry.
static bool image_start(Scanner *s, TSLexer *l, bool any) {
    static const char LOCALHOST[] = "localhost";
    Ahead a = {0};
    int32_t e = escape_char(s), first = l->lookahead;
    bool odd = !any && (first == '$' || first == '"' || first == '\'' || first == e);
    if (odd && first == e) {
        step(s, l);
        if (rest_is_blank(s, l)) return line_continuation(s, l);
        begin_word(s);
        s->part = PART_PATH;
        return token(s, l, IMAGE_MARK);
    }
    if (first == '@' && !any) {
        begin_word(s);
        s->part = PART_DIGEST;
        take(s, l);
        mark(s, l);
        return token(s, l, DIGEST_AT);
    }
    bool marked = odd, special = false, registry = false, slash = false;
    bool gap = false;  // whitespace that does not separate words has been read since the mark
    bool wide = false; // there has been such whitespace: the text after it is a word of its own, not part of a registry
    uint32_t length = any, braces = 0, matching = any ? 99 : 0;
    for (;;) {
        int32_t c = l->lookahead;
        bool stop = at_line_end(l) || is_ws(c);
        bool quote = c == '"' || c == '\'';
        if (!marked && (stop || quote || c == '$' || c == e || (length && (c == '@' || c == ':')))) {
            if (!gap || !stop) mark(s, l);
            marked = true;
            special = quote || c == '$' || c == e;
        }
        wide |= is_space(c) && !stop;
        if (!marked) {
            if (is_space(c) && !gap) mark(s, l);
            gap = is_space(c);
        }
        // Quoted text is read as a path.
        if (stop || quote || (c == '@' && !braces)) break;
        slash = c == '/' && !braces;
        if (slash) break;
        bool joint = c == e;
        c = ahead(s, l, &a);
        if (joint) {
            // The reference continues on the next line, or the next character is escaped.
            if (c == END || c == e || is_ws(c) || c == '"' || c == '\'' || (c == '@' && !braces)) break;
            slash = c == '/' && !braces;
            if (slash) break;
        }
        if (c == '{') braces++;
        else if (c == '}' && braces) braces--;
        else if (!braces) {
            if (c == '.' || (c == ':' && length)) registry = true;
            if (c >= 'A' && c <= 'Z' && first != '$') registry = true;
            if (matching == length && length < 9 && c == LOCALHOST[length]) matching++;
        }
        length++;
    }
    if (matching == 9 && length == 9) registry = true;
    begin_word(s);
    if (slash && registry && !wide) {
        s->part = PART_REGISTRY;
        if (!marked) mark(s, l);
        return token(s, l, odd ? REGISTRY_MARK : special ? REGISTRY_TEXT : PLAIN_REGISTRY);
    }
    s->part = PART_PATH;
    if (odd) return token(s, l, IMAGE_MARK);
    if (marked) return token(s, l, special ? IMAGE_TEXT : PLAIN_PART);
    mark(s, l);
    return text(s, l, true, PATH);
}

// Inside an image reference, between its parts or in one of them. The start is marked.
static bool image_token(Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    if (!ends_part(s, c)) {
        bool path = s->part == PART_PATH && !s->composite;
        if (path && (c == '$' || c == '"' || c == '\'')) return token(s, l, IMAGE_MARK);
        if (c == '"' || c == '\'') return open_quote(s, l);
        return text(s, l, false, path ? PATH : PART);
    }
    take(s, l);
    mark(s, l);
    if (c == '/') {
        s->part = PART_PATH;
        return token(s, l, SLASH);
    }
    if (c == '@') {
        s->part = PART_DIGEST;
        return token(s, l, DIGEST_AT);
    }
    bool port = s->part == PART_REGISTRY;
    s->part = port ? PART_PORT : PART_TAG;
    return token(s, l, port ? PORT_COLON : TAG_COLON);
}

// The second word of FROM: `as` alone is the keyword, any other word is misplaced.
static bool as_or_word(Scanner *s, TSLexer *l) {
    Ahead a = {0};
    if (upper(l->lookahead) != 'A') {
        begin_word(s);
        return text(s, l, false, WORD);
    }
    take(s, l);
    mark(s, l);
    // Go folds letter case here, so the long s counts too.
    int32_t second = ahead(s, l, &a);
    if ((upper(second) == 'S' || second == 0x17F) && !a.blanks.count) {
        mark(s, l);
        int32_t c = l->lookahead == escape_char(s) ? ahead(s, l, &a) : at_line_end(l) ? END : l->lookahead;
        if (c == END || is_ws(c)) {
            begin_word(s);
            s->decided = true; // the stage name follows
            return token(s, l, KW_AS);
        }
    }
    begin_word(s);
    return token(s, l, WORD_TEXT);
}

// ---------------------------------------------------------------------------------------------- pairs

// The first word of ENV and LABEL decides: without `=`, it is the old form `ENV key rest of line`.
static bool first_key(Scanner *s, TSLexer *l, bool any) {
    int32_t e = escape_char(s);
    if (!any && l->lookahead == e) {
        Track before = s->track;
        take(s, l);
        if ((is_blank(l->lookahead) || l->lookahead == '\r' || at_line_end(l)) && rest_is_blank(s, l)) {
            s->track = before;
            return line_continuation(s, l);
        }
        goto look;
    }
    for (;;) {
        int32_t c = l->lookahead;
        if (at_line_end(l) || is_space(c)) {
            mark(s, l);
            begin_word(s);
            s->mode = MODE_WHOLE;
            s->decided = true;
            return token(s, l, LEGACY_KEY);
        }
        if (c == '=') {
            s->decided = true;
            begin_word(s);
            if (any) {
                mark(s, l);
                return token(s, l, PLAIN_KEY);
            }
            take(s, l);
            mark(s, l);
            s->part = 1;
            return token(s, l, BARE_EQUALS);
        }
        if (c == '"' || c == '\'' || c == '$' || c == e) break;
        take(s, l);
        any = true;
    }
look:
    // A quote, a variable or a continuation comes first: look ahead for the `=`.
    for (Ahead a = {0};;) {
        int32_t c = ahead(s, l, &a);
        if (c == '=') {
            s->decided = true;
            begin_word(s);
            return token(s, l, KEY_MARK);
        }
        if (c == END || (is_space(c) && !s->track.quote && !s->track.quote_escape)) {
            s->decided = true;
            s->mode = MODE_WHOLE;
            return token(s, l, LEGACY_MARK);
        }
        note(s, c);
    }
}

// The first word of ENV or LABEL has shown that it is the old form, and its key follows.
static bool legacy_key_follows(const Scanner *s) { return s->mode == MODE_WHOLE && s->decided && s->word == 0; }

// `=` after a key or at the start of a word.
static bool equals(Scanner *s, TSLexer *l) {
    bool bare = s->separated;
    begin_word(s);
    take(s, l);
    mark(s, l);
    s->part = 1;
    return token(s, l, bare ? BARE_EQUALS : EQUALS);
}

static bool arg_token(Scanner *s, TSLexer *l, bool any) {
    char word[WORD_BUFFER];
    if (!s->separated && s->part == 1) return text(s, l, any, VALUE);
    if (!any && l->lookahead == '=') return equals(s, l);
    if (raw_word(s, l, stop_at_equals_or_word_end, word) == CONTINUED) return line_continuation(s, l);
    begin_word(s);
    return token(s, l, VARIABLE);
}

// ---------------------------------------------------------------------------------------------- the rest

static bool healthcheck_type(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    if (raw_word(s, l, stop_at_space, word) == CONTINUED) return line_continuation(s, l);
    begin_word(s);
    s->fresh = true; // the following text starts anew
    // BuildKit looks for whitespace byte by byte: non-ASCII whitespace does not end the word as one
    // character.
    bool wide = l->lookahead >= 0x80;
    while (wide && is_space(l->lookahead)) step(s, l);
    if (wide && !at_line_end(l)) return token(s, l, UNKNOWN_TYPE);
    if (strcmp(word, "CMD") == 0) {
        s->mode = MODE_SHELL;
        return token(s, l, HEALTHCHECK_CMD);
    }
    return token(s, l, strcmp(word, "NONE") == 0 ? HEALTHCHECK_NONE : UNKNOWN_TYPE);
}

// Whether a word here is one token, or handles escape characters itself.
static bool reads_raw(const Scanner *s) {
    if (s->flag != FLAG_NONE) return s->flag == FLAG_MOUNT_KEY;
    if (s->depth > 0 || s->expansion != EXP_NONE) return s->expansion == EXP_NAME || context(s) == IN_SINGLE;
    if (s->json != JSON_NO || s->mode == MODE_SHELL || s->mode == MODE_RAW) return true;
    switch (s->keyword) {
        case KW_FROM: return s->separated && (s->word == 0 || (s->word == 2 && s->decided));
        case KW_ARG: return s->separated || s->part == 0;
        case KW_ENV: case KW_LABEL: return !s->decided ? s->mode == MODE_PAIRS : legacy_key_follows(s);
        default: return false;
    }
}

// The tokens of the word at the cursor.
static Kinds word_kinds(const Scanner *s) {
    switch (s->keyword) {
        case KW_ENV: case KW_LABEL:
            if (s->mode == MODE_WHOLE) return VALUE;
            return s->separated || s->part == 0 ? KEY : VALUE;
        case KW_ARG: return VALUE;
        case KW_EXPOSE: return !s->separated && s->part == 1 ? PIECE : WORD;
        case KW_FROM:
            if (s->word == 1 && !s->separated) return s->part == PART_PATH ? PATH : PART;
            return WORD;
        default: return WORD;
    }
}

// Whether a word of several tokens must start with an empty mark here.
static bool needs_mark(const Scanner *s) { return !s->composite && word_kinds(s).mark != END_OF_LINE; }

// The arguments, outside of flags, quotes, expansions and exec forms. The start is marked.
static bool argument_token(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    bool any = false;
    int32_t c = l->lookahead;

    if (s->separated && !s->flags_done && c == '-') {
        if (flag_token(s, l)) return true;
        any = true;
    } else if (s->separated && s->fresh && c == '[' && may_be_json(s)) {
        return json_or_not(s, l);
    }

    switch (s->keyword) {
        case KW_ONBUILD: return keyword(s, l);
        case KW_HEALTHCHECK:
            if (s->word == 0) return healthcheck_type(s, l);
            break;
        case KW_FROM:
            if (s->word == 0 && s->separated) return image_start(s, l, any);
            if (s->word == 1 && !s->separated) return image_token(s, l);
            if (s->word == 2 && s->separated && s->decided) {
                if (raw_word(s, l, stop_at_ws, word) == CONTINUED) return line_continuation(s, l);
                begin_word(s);
                s->decided = false;
                return token(s, l, STAGE_NAME);
            }
            break;
        case KW_ARG:
            if (!reads_raw(s) && (c == '"' || c == '\'')) break;
            return arg_token(s, l, any);
        case KW_ENV:
        case KW_LABEL:
            if (legacy_key_follows(s)) {
                if (raw_word(s, l, stop_at_ws, word) == CONTINUED) return line_continuation(s, l);
                begin_word(s);
                return token(s, l, LEGACY_KEY);
            }
            if (s->mode != MODE_PAIRS) break;
            if (!s->decided) return first_key(s, l, any);
            if (c == '=' && !any && (s->separated || s->part == 0)) return equals(s, l);
            break;
        default: break;
    }
    if (s->mode == MODE_SHELL || s->mode == MODE_RAW) {
        return shell_fragment(s, l, any, s->separated);
    }
    Kinds kinds = word_kinds(s);
    if (s->separated && s->heredocs && s->track.word_start && !any && (c == '<' || is_digit(c))) {
        if (heredoc_operator(s, l)) return true;
        any = true;
    }
    if (!any && (c == '"' || c == '\'' || c == '$') && needs_mark(s)) {
        begin_word(s);
        return token(s, l, kinds.mark);
    }
    if (s->keyword == KW_FROM && s->word == 1 && s->separated && !any) return as_or_word(s, l);
    bool bare = s->separated;
    begin_word(s);
    if (!any && (c == '"' || c == '\'')) return open_quote(s, l);
    if (!any && s->keyword == KW_EXPOSE && s->part == 0 && c == '/') {
        take(s, l);
        mark(s, l);
        s->part = 1;
        return token(s, l, bare ? BARE_SLASH : SLASH);
    }
    return text(s, l, any, kinds);
}

#endif
