// Shell text, and the heredoc markers in it.
#ifndef DOCKERFILE_SHELL_H
#define DOCKERFILE_SHELL_H

#include "words.h"

static bool stop_at_marker_end(const Scanner *s, int32_t c) { return marker_ends_word(&s->track, c); }

// A `<<` at the start of a word: BuildKit reads it as a heredoc if the rest of the word is a name
// and the line balances. Everything up to and including `<<` or `<<-` has been consumed and marked,
// and `c` follows. Fills `entry`.
static bool heredoc_ahead(Scanner *s, TSLexer *l, Ahead a, int32_t c, bool chomp, uint32_t *entry) {
    Track t = s->track;
    uint32_t hash = HASH_START, length = 0;
    bool quoted = false, escape = false, valid = true;
    int32_t quote = 0;
    // Skip whitespace before the name, and a byte order mark, which BuildKit drops.
    while (t.marker == MK_MARK && joins_mark(c)) c = ahead(s, l, &a);
    if (c == 0xFEFF) c = ahead(s, l, &a);
    for (; c != END; c = ahead(s, l, &a)) {
        if (marker_ends_word(&t, c)) break;
        uint8_t depth = t.marker_depth;
        marker_feed(&t, c);
        // At an operator, BuildKit discards the part of the word before it, and with it the marker.
        if (t.marker_depth > depth && marker_top(&t) != M_DOUBLE) valid = false;
        if (c == '<') valid = false;
        if (escape) {
            escape = false;
            if (quote && c != '"' && c != '\\' && c != '$') {
                hash = hash_add(hash, '\\');
                length++;
            }
        } else if (c == '\\' && quote != '\'') {
            escape = true;
            continue;
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
            quoted = true;
            continue;
        }
        hash = hash_add(hash, c);
        length++;
    }
    if (s->verdict == VERDICT_OPEN) {
        // Done once for each line; otherwise a line full of `<<` would be read again and again.
        for (; c != END; c = ahead(s, l, &a)) marker_feed(&t, c);
        s->verdict = marker_balanced(&t) ? VERDICT_YES : VERDICT_NO;
    }
    bool expand = !quoted && (s->keyword == KW_COPY || s->keyword == KW_ADD);
    *entry = (hash & HASH_MASK) | (chomp ? CHOMP : 0) | (expand ? EXPAND : 0);
    return valid && length > 0 && s->verdict == VERDICT_YES && s->heredoc_count < MAX_HEREDOCS;
}

// The next character of the logical line, which may be on the next physical line. `far` is set if
// the lexer has moved to it.
static int32_t peek(Scanner *s, TSLexer *l, Ahead *a, bool *far) {
    *far = false;
    if (l->lookahead == '\r') return ' ';
    if (l->lookahead != escape_char(s)) return at_line_end(l) ? END : l->lookahead;
    *far = true;
    return ahead(s, l, a);
}

// Consumes a character of an operator, as returned by `peek`.
static void take_operator_char(Scanner *s, TSLexer *l, int32_t c, bool far) {
    note(s, c);
    if (!far) step(s, l);
    mark(s, l);
}

// At the start of a word, before digits or `<`. True if a token was made; otherwise the text read
// so far is marked.
static bool heredoc_operator(Scanner *s, TSLexer *l) {
    enum TokenType text = s->mode == MODE_SHELL ? SHELL_FRAGMENT : WORD_TEXT;
    Ahead a = {0};
    bool far = false;
    int32_t c = peek(s, l, &a, &far);
    for (; is_digit(c); c = peek(s, l, &a, &far)) take_operator_char(s, l, c, far);
    for (int i = 0; i < 2; i++, c = peek(s, l, &a, &far)) {
        if (c == '<') {
            take_operator_char(s, l, c, far);
        } else if (far) {
            // The lexer has moved to the next line, so the consumed characters become a token of their own.
            begin_word(s);
            return token(s, l, text);
        } else {
            return false;
        }
    }
    bool chomp = c == '-';
    if (chomp) take_operator_char(s, l, c, far);
    if (chomp || !far) c = ahead(s, l, &a);
    uint32_t entry = 0;
    bool found = heredoc_ahead(s, l, a, c, chomp, &entry);
    if (s->verdict == VERDICT_NO) s->heredocs = false;
    begin_word(s);
    if (!found) return token(s, l, text);
    s->heredoc[s->heredoc_count++] = entry;
    s->decided = true; // the delimiter follows
    return token(s, l, HEREDOC_OPERATOR);
}

// The meanings of a character in shell text.
enum { SHELL_OTHER, SHELL_PLAIN, SHELL_NESTED, SHELL_MARKER, SHELL_TRACKED, SHELL_BLANK };

#define X5(c) [c] = SHELL_PLAIN, [c + 1] = SHELL_PLAIN, [c + 2] = SHELL_PLAIN, [c + 3] = SHELL_PLAIN, [c + 4] = SHELL_PLAIN
static const uint8_t SHELL_CLASS[128] = {
    // No meaning.
    X5('A'), X5('F'), X5('K'), X5('P'), X5('U'), ['Z'] = SHELL_PLAIN,
    X5('a'), X5('f'), X5('k'), X5('p'), X5('u'), ['z'] = SHELL_PLAIN,
    ['!'] = SHELL_PLAIN, ['#'] = SHELL_PLAIN, ['%'] = SHELL_PLAIN, ['&'] = SHELL_PLAIN, ['('] = SHELL_PLAIN,
    [')'] = SHELL_PLAIN, ['*'] = SHELL_PLAIN, ['+'] = SHELL_PLAIN, [','] = SHELL_PLAIN, ['-'] = SHELL_PLAIN,
    ['.'] = SHELL_PLAIN, [':'] = SHELL_PLAIN, [';'] = SHELL_PLAIN, ['='] = SHELL_PLAIN, ['>'] = SHELL_PLAIN,
    ['?'] = SHELL_PLAIN, ['@'] = SHELL_PLAIN, ['['] = SHELL_PLAIN, [']'] = SHELL_PLAIN, ['^'] = SHELL_PLAIN,
    ['_'] = SHELL_PLAIN, ['{'] = SHELL_PLAIN, ['|'] = SHELL_PLAIN, ['~'] = SHELL_PLAIN,
    // Ends an operand, if one is open.
    ['/'] = SHELL_NESTED, ['}'] = SHELL_NESTED,
    // Starts a heredoc marker, at the start of a word.
    ['0'] = SHELL_MARKER, ['1'] = SHELL_MARKER, ['2'] = SHELL_MARKER, ['3'] = SHELL_MARKER,
    ['4'] = SHELL_MARKER, ['5'] = SHELL_MARKER, ['6'] = SHELL_MARKER, ['7'] = SHELL_MARKER, ['8'] = SHELL_MARKER,
    ['9'] = SHELL_MARKER,
    // Has a meaning for the marker automaton.
    ['"'] = SHELL_TRACKED, ['\''] = SHELL_TRACKED, ['$'] = SHELL_TRACKED, ['<'] = SHELL_TRACKED,
    [' '] = SHELL_BLANK, ['\t'] = SHELL_BLANK,
};
#undef X5

// Skips characters without a meaning. `pending` is whether visible text has been read since the
// mark.
static inline bool shell_run(Scanner *s, TSLexer *l, bool follow, bool pending, uint32_t *sum) {
    bool idle = !follow || (s->track.marker == MK_NORMAL && s->track.marker_depth == 0);
    uint8_t limit = !follow ? SHELL_TRACKED : idle ? SHELL_MARKER : s->track.marker == MK_NORMAL ? SHELL_PLAIN : SHELL_OTHER;
    for (;;) {
        int32_t c = l->lookahead;
        uint8_t kind = (uint32_t)c < 128 ? SHELL_CLASS[c] : SHELL_OTHER;
        if (kind == SHELL_OTHER) return pending;
        if (kind == SHELL_BLANK) {
            if (!idle) return pending;
            if (pending) mark(s, l);
            pending = false;
        } else {
            if (kind > limit || (kind == SHELL_MARKER && follow && s->track.word_start)) return pending;
            pending = true;
        }
        s->track.word_start = follow && kind == SHELL_BLANK;
        l->advance(l, false);
        *sum += (uint32_t)c;
    }
}

// Shell text up to a heredoc marker, an unusual continuation or the end of the line. Lines joined
// by a backslash directly before the line feed stay in one token, because a shell joins them in the
// same way. `whole` means that it starts the command; if it also ends it, the whole command is one
// token.
static bool shell_fragment(Scanner *s, TSLexer *l, bool any, bool whole) {
    enum TokenType type = s->mode == MODE_SHELL ? SHELL_FRAGMENT : RAW_FRAGMENT;
    int32_t e = escape_char(s);
    bool follow = s->heredocs;
    bool pending = false; // visible text has been read since the mark
    bool start = !any;    // nothing has been read at all
    uint32_t sum = 0;     // of the characters of this physical line
    // A continuation before the arguments starts nothing: flags or an exec form may follow.
    if (!start || l->lookahead != e) begin_word(s);
    for (;; start = false) {
        if (!start || l->lookahead != e) {
            bool before = pending;
            pending = shell_run(s, l, follow, pending, &sum);
            if (pending != before || sum) start = false;
        }
        int32_t c = l->lookahead;
        if (c == '\n' || (c == 0 && l->eof(l))) {
            if (pending) mark(s, l);
            break;
        }
        if (c == e) {
            if (!start) mark(s, l);
            Track before = s->track;
            take(s, l);
            pending = true;
            if (l->lookahead == e) {
                while (l->lookahead == e) take(s, l);
            } else if (l->lookahead == '\n' && e == '\\' && !start && (sum & 31)) {
                // The usual continuation. The positions of cuts depend only on the text, so that an edit leaves the
                // later tokens of a long instruction unchanged.
                s->track = before;
                step(s, l);
                while (is_space(l->lookahead)) {
                    if (follow) note(s, l->lookahead);
                    step(s, l);
                }
                if (at_line_end(l) || l->lookahead == '#') return token(s, l, type);
                sum = 0;
                pending = false;
            } else if (is_blank(l->lookahead) || l->lookahead == '\r' || at_line_end(l)) {
                Track after = s->track;
                if (follow) {
                    for (; is_blank(l->lookahead); step(s, l)) marker_feed(&after, ' ');
                    if (l->lookahead == '\r') marker_feed(&after, ' ');
                }
                if (rest_is_blank(s, l)) {
                    s->track = before;
                    return start ? line_continuation(s, l) : token(s, l, type);
                }
                s->track = after;
            }
            begin_word(s);
            continue;
        }
        if (follow && s->track.word_start && (c == '<' || is_digit(c))) {
            if (start) {
                if (heredoc_operator(s, l)) return true;
                continue;
            }
            mark(s, l);
            while (is_digit(l->lookahead)) take(s, l);
            if (l->lookahead == '<') take(s, l);
            // A continuation may be inside the marker; the next token handles it.
            if (l->lookahead == '<' || (l->lookahead == e && !s->at_mark)) return token(s, l, type);
            pending = true;
            continue;
        }
        if (is_space(c)) {
            if (pending) mark(s, l);
            pending = false;
        } else {
            pending = true;
        }
        if (follow) note(s, c);
        step(s, l);
        sum += (uint32_t)c;
    }
    if (whole) type = type == SHELL_FRAGMENT ? PLAIN_COMMAND : PLAIN_RAW_TEXT;
    return token(s, l, type);
}

#endif
