// Words: plain text, quotes, escapes and expansions.
#ifndef DOCKERFILE_WORDS_H
#define DOCKERFILE_WORDS_H

#include "reading.h"

// The tokens of a word, depending on its position. Without a mark, the word may start with any
// part.
typedef struct {
    enum TokenType plain, text, mark;
} Kinds;

static const Kinds WORD = {PLAIN_WORD, WORD_TEXT, WORD_MARK};
static const Kinds KEY = {PLAIN_KEY, KEY_TEXT, KEY_MARK};
static const Kinds VALUE = {PLAIN_VALUE, TEXT, END_OF_LINE};
static const Kinds PATH = {PLAIN_PART, IMAGE_TEXT, IMAGE_MARK};
static const Kinds PART = {PLAIN_PART, TEXT, END_OF_LINE};
static const Kinds PIECE = {TEXT, TEXT, END_OF_LINE};

// The first token of a word.
static void begin_word(Scanner *s) {
    if (s->flag != FLAG_NONE) return;
    if (s->separated) {
        s->separated = false;
        s->part = 0;
        if (s->word < 3) s->word++;
    }
    s->fresh = false;
    s->flags_done = true;
}

// Whether this character ends a part of a word, outside of quotes and expansions.
static bool ends_part(const Scanner *s, int32_t c) {
    if (s->flag != FLAG_NONE) return s->flag == FLAG_MOUNT_VALUE && c == ',';
    if (s->phase == IN_HEREDOC) return false;
    switch (s->keyword) {
        case KW_ENV: case KW_LABEL: return c == '=' && s->mode == MODE_PAIRS && s->part == 0;
        case KW_EXPOSE: return c == '/' && s->part == 0;
        case KW_FROM:
            if (s->word != 1) return false;
            switch (s->part) {
                case PART_PATH: return c == ':' || c == '@';
                case PART_REGISTRY: return c == ':' || c == '/';
                case PART_PORT: return c == '/';
                case PART_TAG: return c == '@';
                default: return false;
            }
        default: return false;
    }
}

// A key ends at its `=` even inside quotes, because BuildKit splits the pair before it reads
// quotes.
static inline bool ends_key(const Scanner *s, int32_t c) {
    return c == '=' && s->mode == MODE_PAIRS && s->part == 0 && s->flag == FLAG_NONE && s->phase == IN_LINE;
}

// Whether the builder expands variables in an exec form here.
static bool expands_json(const Scanner *s) {
    return s->keyword == KW_COPY || s->keyword == KW_ADD || s->keyword == KW_VOLUME;
}

// ---------------------------------------------------------------------------------------------- expansions

// After a `$`: 0 for a plain dollar, 1 before a name, 2 before a brace.
static int dollar_kind(Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    if (c == escape_char(s) && s->phase == IN_LINE) {
        step(s, l);
        if (!rest_is_blank(s, l)) return 0;
        if (skip_lines(s, l).count) return 0;
        c = l->lookahead;
    }
    if (c == '{') return 2;
    return starts_name(c) ? 1 : 0;
}

// The opener of an expansion, at a `$` that has just been consumed and marked; false for a plain
// dollar.
static bool open_expansion(Scanner *s, TSLexer *l) {
    int kind = s->depth < MAX_CONTEXTS ? dollar_kind(s, l) : 0;
    if (kind == 1) {
        s->expansion = EXP_NAME;
        return token(s, l, DOLLAR);
    }
    if (kind == 2) {
        s->track = s->marked;
        take(s, l);
        mark(s, l);
        push(s, IN_OPERAND);
        s->expansion = EXP_BRACE;
        return token(s, l, DOLLAR_BRACE);
    }
    return false;
}

static bool stop_at_name_end(const Scanner *s, int32_t c) {
    (void)s;
    return !is_name_char(c);
}

static bool stop_at_digits_end(const Scanner *s, int32_t c) {
    (void)s;
    return !is_digit(c);
}

static bool variable(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    int32_t c = l->lookahead;
    if (is_special_parameter(c)) {
        take(s, l);
        mark(s, l);
    } else if (raw_word(s, l, is_digit(c) ? stop_at_digits_end : stop_at_name_end, word) == CONTINUED) {
        return line_continuation(s, l);
    }
    s->expansion = s->expansion == EXP_BRACE ? EXP_OPERATOR : EXP_NONE;
    return token(s, l, VARIABLE);
}

// Whether the end of a word, JSON string or line ends an open expansion or string here.
static bool cuts_nested(const Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    if (at_line_end(l)) return true;
    if (s->json == JSON_STRING && c == '"') return true;
    return ends_key(s, c) || ends_word(s, c);
}

static bool unclosed(Scanner *s, TSLexer *l) {
    pop(s);
    s->expansion = EXP_NONE;
    return token(s, l, UNCLOSED);
}

static bool operator_token(Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    enum TokenType type = OPERATOR;
    take(s, l);
    mark(s, l);
    if (l->lookahead == escape_char(s) && s->phase == IN_LINE) {
        // The second character may be on the next line. If it is something else, the text read is not part
        // of the token.
        step(s, l);
        bool joined = rest_is_blank(s, l) && skip_lines(s, l).count == 0;
        int32_t next = l->lookahead;
        bool doubled = next == c && (c == '#' || c == '%' || c == '/');
        if (joined && (doubled || (c == ':' && (next == '-' || next == '+' || next == '?')))) {
            take(s, l);
            mark(s, l);
        }
    } else if (c == ':') {
        if (!cuts_nested(s, l) && l->lookahead != '}' && l->lookahead != escape_char(s)) {
            take(s, l);
            mark(s, l);
        }
    } else if ((c == '#' || c == '%' || c == '/') && l->lookahead == c) {
        take(s, l);
        mark(s, l);
    }
    if (c == '/') {
        type = SLASH_OPERATOR;
        pop(s);
        push(s, IN_PATTERN);
    }
    s->expansion = EXP_NONE;
    return token(s, l, type);
}

// ---------------------------------------------------------------------------------------------- text

// The meanings of a character in a run of text.
enum Meaning { IS_TEXT, IS_SPECIAL, IS_END };

static enum Meaning meaning(const Scanner *s, int32_t c, uint8_t in) {
    switch (c) {
        case '"': case '\'':
            if (s->json == JSON_STRING) return c == '"' ? IS_SPECIAL : IS_TEXT;
            if (in == IN_DOUBLE) return c == '"' ? IS_SPECIAL : IS_TEXT;
            if (in == IN_SINGLE) return c == '\'' ? IS_SPECIAL : IS_TEXT;
            if (s->flag != FLAG_NONE) return in ? IS_TEXT : IS_SPECIAL;
            return s->phase == IN_HEREDOC ? IS_TEXT : IS_SPECIAL;
        case '\\': return s->json == JSON_STRING && !in ? IS_SPECIAL : IS_TEXT; // escapes were handled before
        case '}': return in == IN_OPERAND || in == IN_PATTERN ? IS_SPECIAL : IS_TEXT;
        case '/':
            if (in == IN_PATTERN) return IS_SPECIAL;
            return !in && ends_part(s, c) ? IS_END : IS_TEXT;
        case '=':
            if (ends_key(s, c)) return IS_END;
            return IS_TEXT;
        case ':': case '@': case ',': return !in && ends_part(s, c) ? IS_END : IS_TEXT;
        default: return IS_TEXT;
    }
}

// Continues to read text; `any` is whether some of it has already been read and marked.
static bool text(Scanner *s, TSLexer *l, bool any, Kinds kinds) {
    uint8_t in = context(s);
    int32_t e = escape_char(s);
    if (s->composite || in) kinds = PIECE;
    bool pending = false; // text has been read since the mark
    enum TokenType type = kinds.plain;
    for (;;) {
        int32_t c = l->lookahead;
        if (c == '\n' || (c == 0 && l->eof(l))) {
            if (pending) mark(s, l);
            break;
        }
        if (c <= ' ' || c >= 0x80) {
            if (c == '\r' && s->phase == IN_LINE) {
                // A CR at the line's end is part of the line end; elsewhere it is whitespace.
                bool ends = ends_word(s, '\r');
                if (pending) mark(s, l);
                pending = false;
                Track before = s->track;
                bool at_mark = s->at_mark;
                while (l->lookahead == '\r') take(s, l);
                if (at_line_end(l)) {
                    s->track = before;
                    s->at_mark = at_mark;
                    break;
                }
                if (ends) break;
                any = true;
                mark(s, l);
                continue;
            }
            if (is_space(c)) {
                if (pending) mark(s, l);
                pending = false;
                if (any && ends_word(s, c)) break;
                take(s, l);
                any = true;
                // Inside quotes, trailing whitespace is text; elsewhere it is not at the end of the line.
                pending = in != 0;
                continue;
            }
        } else if (c == '$') {
            if (in != IN_SINGLE && (s->json != JSON_STRING || expands_json(s))) {
                if (any) mark(s, l);
                take(s, l);
                // After an escape character, looking ahead loses the position: cut the text here.
                bool far = l->lookahead == e;
                if (any) {
                    if ((s->depth < MAX_CONTEXTS && dollar_kind(s, l)) || far) return token(s, l, kinds.text);
                } else {
                    mark(s, l);
                    if (open_expansion(s, l)) return true;
                    if (far) return token(s, l, kinds.text);
                }
                any = true;
                mark(s, l);
                pending = false;
                continue;
            }
        } else if (c == '\\' && s->json == JSON_STRING && in && e != c) {
            // A JSON escape inside an expansion must not end the string.
            take(s, l);
            if (l->lookahead == '"' || l->lookahead == '\\') take(s, l);
            any = true;
            mark(s, l);
            pending = false;
            continue;
        } else if (c == e && !(s->json == JSON_STRING && e == '\\' && !in)) {
            if (any && (pending || !s->at_mark)) mark(s, l);
            if (in != IN_SINGLE && (s->json != JSON_STRING || e == '\\')) return token(s, l, kinds.text);
            // An ordinary character, unless the line ends with it.
            take(s, l);
            if (!any) mark(s, l);
            if (s->json == JSON_STRING && e == '\\' && (l->lookahead == '"' || l->lookahead == e)) {
                take(s, l);
            } else if (l->lookahead == c) {
                while (l->lookahead == c) take(s, l);
            } else if (is_blank(l->lookahead) || l->lookahead == '\r' || at_line_end(l)) {
                if (any) return token(s, l, kinds.text); // the next token decides
                if (rest_is_blank(s, l)) return line_continuation(s, l);
                return token(s, l, kinds.text);
            }
            any = true;
            mark(s, l);
            pending = false;
            continue;
        } else if (any) {
            enum Meaning m = meaning(s, c, in);
            if (m != IS_TEXT) {
                mark(s, l);
                if (m == IS_SPECIAL) type = kinds.text;
                break;
            }
        }
        take(s, l);
        any = true;
        pending = true;
    }
    return token(s, l, type);
}

// ---------------------------------------------------------------------------------------------- strings

// At a quote that opens a string. A string without special characters is one token.
static bool open_quote(Scanner *s, TSLexer *l) {
    int32_t quote = l->lookahead;
    bool dbl = quote == '"';
    take(s, l);
    mark(s, l);
    if (s->depth >= MAX_CONTEXTS) return text(s, l, true, PIECE);
    for (;;) {
        int32_t c = l->lookahead;
        if (at_line_end(l) || c == '\r' || c == escape_char(s) || (dbl && c == '$') || ends_key(s, c) || ends_word(s, c)) break;
        take(s, l);
        if (c != quote) continue;
        mark(s, l);
        c = l->lookahead;
        if (s->depth == 0 && s->phase == IN_LINE && (c == '\n' || ends_word(s, c) || ends_part(s, c))) {
            s->composite = false;
            return token(s, l, dbl ? LAST_DOUBLE_QUOTED : LAST_SINGLE_QUOTED);
        }
        return token(s, l, dbl ? PLAIN_DOUBLE_QUOTED : PLAIN_SINGLE_QUOTED);
    }
    push(s, dbl ? IN_DOUBLE : IN_SINGLE);
    return token(s, l, dbl ? DOUBLE_QUOTE : SINGLE_QUOTE);
}

// Inside quotes and expansions. The start is marked.
static bool nested_token(Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    uint8_t in = context(s);
    if (s->expansion == EXP_NAME) return variable(s, l);
    if (s->expansion == EXP_BRACE) {
        if (starts_name(c)) return variable(s, l);
        s->expansion = EXP_OPERATOR;
    }
    if (cuts_nested(s, l)) return unclosed(s, l);
    if (s->expansion == EXP_OPERATOR) {
        if (c != '}') return operator_token(s, l);
        s->expansion = EXP_NONE;
        in = IN_OPERAND;
    }
    if (meaning(s, c, in) == IS_SPECIAL) {
        enum TokenType type = BRACE_CLOSE;
        if (in != IN_DOUBLE && in != IN_SINGLE && c != '}' && c != '/') return open_quote(s, l);
        take(s, l);
        mark(s, l);
        pop(s);
        if (in == IN_DOUBLE) type = DOUBLE_QUOTE_CLOSE;
        else if (in == IN_SINGLE) type = SINGLE_QUOTE_CLOSE;
        else if (c == '/') {
            push(s, IN_OPERAND);
            type = PATTERN_SLASH;
        }
        return token(s, l, type);
    }
    return text(s, l, false, PIECE);
}

// The escape character in a word: together with the next character, or as a continuation. The start
// is marked.
static bool escape_or_continuation(Scanner *s, TSLexer *l) {
    int32_t e = l->lookahead;
    Track before = s->track;
    take(s, l);
    mark(s, l);
    if (!s->previous_escape && (is_blank(l->lookahead) || l->lookahead == '\r' || at_line_end(l))) {
        // Lists are split at whitespace, whatever precedes it.
        if (is_blank(l->lookahead) && !ends_word(s, l->lookahead)) {
            take(s, l);
            mark(s, l);
        }
        if (rest_is_blank(s, l)) {
            s->track = before;
            return line_continuation(s, l);
        }
        s->previous_escape = false;
    } else {
        // A third escape character in a row does not start a continuation either.
        s->previous_escape = l->lookahead == e;
        if (!at_line_end(l)) take(s, l);
        mark(s, l);
    }
    if (s->expansion != EXP_NONE) {
        s->expansion = EXP_NONE;
        return token(s, l, OPERATOR);
    }
    begin_word(s);
    return token(s, l, ESCAPE_SEQUENCE);
}

#endif
