// Reads characters: moving, marking the end of a token, continuations, looking ahead over joined
// lines.
#ifndef DOCKERFILE_READING_H
#define DOCKERFILE_READING_H

#include "markers.h"

// In a heredoc body the escape character is always a backslash.
static inline int32_t escape_char(const Scanner *s) { return s->backtick && s->phase != IN_HEREDOC ? '`' : '\\'; }

static inline bool flat_quotes(const Scanner *s) { return s->flag != FLAG_NONE || s->mode == MODE_PAIRS; }

// Records a character of the logical line.
static inline void note(Scanner *s, int32_t c) {
    Track *t = &s->track;
    if (flat_quotes(s)) {
        if (t->quote_escape) {
            t->quote_escape = false;
        } else if (c == escape_char(s) && (s->flag != FLAG_NONE || t->quote != '\'')) {
            t->quote_escape = true;
        } else if (t->quote) {
            if (c == t->quote) t->quote = 0;
        } else if (c == '"' || c == '\'') {
            t->quote = (uint8_t)c;
        }
    }
    if (s->heredocs) marker_feed(t, c);
}

// Moves on without recording the character.
static inline void step(Scanner *s, TSLexer *l) {
    l->advance(l, false);
    s->at_mark = false;
}

static inline void take(Scanner *s, TSLexer *l) {
    note(s, l->lookahead);
    step(s, l);
}

// Moves on, and leaves the character out of the token.
static inline void skip(Scanner *s, TSLexer *l) {
    note(s, l->lookahead);
    l->advance(l, true);
}

// Marks the end of the token.
static inline void mark(Scanner *s, TSLexer *l) {
    l->mark_end(l);
    s->marked = s->track;
    s->at_mark = true;
}

// Whether a word ends before this character, considering the quotes that protect it.
static bool ends_word(const Scanner *s, int32_t c) {
    if (s->phase == IN_HEREDOC) return false;
    if (s->flag != FLAG_NONE) return is_space(c) && !s->track.quote && !s->track.quote_escape;
    switch (s->mode) {
        case MODE_LIST: return is_ws(c) && s->json == JSON_NO;
        case MODE_PAIRS: return is_space(c) && !s->track.quote && !s->track.quote_escape;
        default: return false;
    }
}

// Whether a heredoc operator has been read, so that its delimiter follows.
static inline bool delimiter_follows(const Scanner *s) {
    return s->decided && (s->keyword == KW_RUN || s->keyword == KW_COPY || s->keyword == KW_ADD);
}

static void end_line(Scanner *s) {
    reset_instruction(s);
    s->phase = s->heredoc_count ? IN_HEREDOC : AT_LINE;
    s->body = BODY_BEFORE;
}

static inline bool is_piece(const Scanner *s, enum TokenType type) {
    switch (type) {
        case WORD_TEXT: case WORD_MARK: case KEY_TEXT: case KEY_MARK: case TEXT: case ESCAPE_SEQUENCE: case DOLLAR:
        case DOLLAR_BRACE: case PLAIN_DOUBLE_QUOTED: case DOUBLE_QUOTE: case PLAIN_SINGLE_QUOTED: case SINGLE_QUOTE:
        case REGISTRY_TEXT: case REGISTRY_MARK: case IMAGE_TEXT: case IMAGE_MARK: case MOUNT_QUOTE: return true;
        case FLAG_QUOTE: return s->flag == FLAG_VALUE;
        default: return false;
    }
}

// Makes the token, and forgets what was read after its end. If the line ends directly after the
// token, so does the instruction.
static bool token(Scanner *s, TSLexer *l, enum TokenType type) {
    l->result_symbol = type;
    s->track = s->marked;
    if (s->phase != IN_LINE) return true;
    if (s->json == JSON_NO && is_piece(s, type)) s->composite = true;
    if (s->at_mark && !s->composite && s->depth == 0 && s->expansion == EXP_NONE && s->keyword != 0 &&
        s->keyword != KW_ONBUILD && s->continuation == CONT_NO && !delimiter_follows(s)) {
        while (l->lookahead == '\r') l->advance(l, false);
        if (at_line_end(l)) end_line(s);
    }
    return true;
}

// ---------------------------------------------------------------------------------------------- continuation

// Whitespace that has been read and belongs to the logical line, represented as repetitions of one
// character.
typedef struct {
    uint32_t count;
    int32_t c;
} Blanks;

// At the start of a continued physical line: skips blank lines, and announces a comment line. With
// `keep`, the token includes what is skipped. Returns the whitespace before the text with which the
// logical line continues.
static Blanks absorb_lines(Scanner *s, TSLexer *l, bool keep) {
    for (;;) {
        Blanks blanks = {0, ' '};
        if (keep) l->mark_end(l);
        for (bool any_ws = false; is_space(l->lookahead); blanks.count++) {
            any_ws |= is_ws(l->lookahead);
            blanks.c = any_ws ? ' ' : l->lookahead;
            step(s, l);
        }
        if (l->lookahead == '\n') {
            step(s, l);
        } else if (at_eof(l)) {
            if (keep) l->mark_end(l);
            return (Blanks){0, ' '};
        } else if (l->lookahead == '#') {
            if (keep) {
                l->mark_end(l);
                s->continuation = CONT_COMMENT;
                return blanks;
            }
            while (!at_line_end(l)) step(s, l);
        } else {
            return blanks;
        }
    }
}

// After the escape character: skips whitespace and CRs at the line's end; true at the end of the
// line.
static bool rest_is_blank(Scanner *s, TSLexer *l) {
    while (is_blank(l->lookahead)) step(s, l);
    while (l->lookahead == '\r') step(s, l);
    return at_line_end(l);
}

// At the end of a physical line that is continued.
static bool line_continuation(Scanner *s, TSLexer *l) {
    s->marked = s->track;
    s->continuation = CONT_NO;
    if (l->lookahead == '\n') step(s, l);
    absorb_lines(s, l, true);
    s->previous_escape = false;
    s->at_mark = at_eof(l);
    return token(s, l, LINE_CONTINUATION);
}

// Moves from the end of a continued line to where the logical line continues, and skips whitespace
// there.
static Blanks skip_lines(Scanner *s, TSLexer *l) {
    if (l->lookahead == '\n') step(s, l);
    return absorb_lines(s, l, false);
}

// Reads ahead over joined lines, one character per call.
typedef struct {
    bool previous_escape;
    Blanks blanks; // already read, and turned out to be text
} Ahead;

#define END (-2)

// The next character of the logical line, END at its end.
static int32_t ahead(Scanner *s, TSLexer *l, Ahead *a) {
    for (;;) {
        if (a->blanks.count) {
            a->blanks.count--;
            return a->blanks.c;
        }
        int32_t c = l->lookahead;
        if (at_line_end(l)) return END;
        if (c == '\r') {
            while (l->lookahead == '\r') step(s, l);
            if (at_line_end(l)) return END;
            a->previous_escape = false;
            return ' ';
        }
        if (c == escape_char(s) && !a->previous_escape) {
            step(s, l);
            a->previous_escape = true;
            if (!is_blank(l->lookahead) && l->lookahead != '\r' && !at_line_end(l)) return c;
            uint32_t n = 0;
            for (; is_ws(l->lookahead); n++) step(s, l);
            if (at_line_end(l)) {
                a->blanks = skip_lines(s, l);
                a->previous_escape = false;
                continue;
            }
            a->blanks = (Blanks){n, ' '};
            a->previous_escape = false;
            return c;
        }
        a->previous_escape = c == escape_char(s);
        step(s, l);
        return c;
    }
}

// ---------------------------------------------------------------------------------------------- words that are one token

typedef bool (*Stop)(const Scanner *s, int32_t c);

#define WORD_BUFFER 24

static bool stop_at_ws(const Scanner *s, int32_t c) {
    (void)s;
    return is_ws(c);
}

// A character of a keyword in upper case. Go lowers the Kelvin sign to k and the dotted I to i, so
// they count as K and I.
static inline char keyword_char(int32_t c) {
    if (c < 0x80) return (char)upper(c);
    return c == 0x212A ? 'K' : c == 0x130 ? 'I' : 1;
}

// Reads a word as one token, including continuations in it. Stores its upper-cased start in `word`
// and returns its length in characters, or CONTINUED if a continuation was read before the word
// began.
#define CONTINUED UINT32_MAX

static uint32_t raw_word(Scanner *s, TSLexer *l, Stop stop, char word[WORD_BUFFER]) {
    uint32_t length = 0;
    bool previous = s->previous_escape;
    bool pending = false;
    word[0] = 0;
    if (stop == stop_at_ws && !s->heredocs && !previous) {
        // A fast path for keywords, which are the most frequent words.
        for (int32_t c = l->lookahead; ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) && length < WORD_BUFFER - 1; c = l->lookahead) {
            word[length++] = (char)(c & ~32);
            l->advance(l, false);
        }
        pending = length > 0;
    }
    for (;;) {
        int32_t c = l->lookahead;
        if (c == '\n' || (c == 0 && l->eof(l))) break;
        if (c == '\r') {
            // CRs at the line's end belong to the line end, whatever ends the word.
            if (pending) mark(s, l);
            pending = false;
            if (stop(s, '\r')) break;
            bool at_mark = s->at_mark;
            while (l->lookahead == '\r') step(s, l);
            if (at_line_end(l)) {
                s->at_mark = at_mark;
                break;
            }
            length++;
            mark(s, l);
            continue;
        }
        if (c == escape_char(s) && !previous) {
            if (pending) mark(s, l);
            pending = false;
            Track before = s->track;
            take(s, l);
            bool blank = is_blank(l->lookahead) || l->lookahead == '\r';
            if ((blank || at_line_end(l)) && rest_is_blank(s, l)) {
                s->track = before;
                if (length == 0) return CONTINUED;
                Blanks blanks = skip_lines(s, l);
                previous = false;
                if (blanks.count && stop(s, blanks.c)) break;
                length += blanks.count;
                pending |= blanks.count > 0;
                for (; blanks.count; blanks.count--) note(s, blanks.c);
                continue;
            }
            // If a space was skipped, it becomes part of the word: the line is invalid anyway.
            if (stop(s, c)) break;
            previous = !blank;
        } else {
            if (stop(s, c)) break;
            previous = c == escape_char(s);
            take(s, l);
        }
        if (length < WORD_BUFFER - 1) word[length] = keyword_char(c);
        length++;
        pending = true;
    }
    if (pending) mark(s, l);
    word[length < WORD_BUFFER - 1 ? length : WORD_BUFFER - 1] = 0;
    s->previous_escape = false;
    return length;
}

static bool stop_at_space(const Scanner *s, int32_t c) {
    (void)s;
    return is_space(c);
}

static bool stop_at_equals_or_word_end(const Scanner *s, int32_t c) { return c == '=' || ends_word(s, c); }

#endif
