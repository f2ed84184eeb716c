// The state that the scanner keeps between tokens.
#ifndef DOCKERFILE_STATE_H
#define DOCKERFILE_STATE_H

#include "tokens.h"
#include "tree_sitter/parser.h"

#include <stddef.h>
#include <string.h>

// The part of a file that the scanner is in.
enum Phase { AT_LINE, IN_DIRECTIVE, IN_LINE, IN_HEREDOC };

// How the arguments of an instruction are split and what is special in them.
enum Mode {
    MODE_LIST,  // split at whitespace; quotes have no meaning
    MODE_PAIRS, // split at whitespace outside of quotes
    MODE_WHOLE, // one argument with quotes and variables
    MODE_SHELL, // text for a shell
    MODE_RAW,   // text that is not parsed further
};

// Quotes and braces that are open in a word, innermost last.
enum Context { IN_DOUBLE = 1, IN_SINGLE, IN_OPERAND, IN_PATTERN };

// The position in an expansion; an operand is a context.
enum Expansion { EXP_NONE, EXP_NAME, EXP_BRACE, EXP_OPERATOR };

// The position in a flag.
enum Flag { FLAG_NONE, FLAG_NAMED, FLAG_VALUE, FLAG_MOUNT_NAMED, FLAG_MOUNT_KEY, FLAG_MOUNT_VALUE };

// The parts of an image reference. Other instructions number their parts 0 and 1.
enum Part { PART_PATH, PART_REGISTRY, PART_PORT, PART_TAG, PART_DIGEST };

// The position in an exec form.
enum Json { JSON_NO, JSON_ARRAY, JSON_STRING, JSON_DONE };

// After a continuation: a comment line follows, or the end of one.
enum Continuation { CONT_NO, CONT_COMMENT, CONT_AFTER_COMMENT };

// Whether the quotes in the logical line are balanced, so that its heredoc markers count.
enum Verdict { VERDICT_OPEN, VERDICT_YES, VERDICT_NO };

// The position in a heredoc.
enum Body { BODY_BEFORE, BODY_LINE_START, BODY_MID_LINE };

// Sub-states of the marker automaton.
enum Marker {
    MK_NORMAL, MK_ESCAPE, MK_SINGLE, MK_DOLLAR, MK_BRACE, MK_NAME, MK_DIGITS, MK_AFTER, MK_COLON, MK_SLASH, MK_LESS,
    MK_MARK, MK_FAIL,
};

#define MAX_CONTEXTS 10
#define MAX_MARKER_DEPTH 15
// The largest number that fits tree-sitter's 1024 bytes, and an allocation that is cheap for
// malloc.
#define MAX_HEREDOCS 220

// What the characters read so far mean for later ones, independently of tokens. If the scanner has
// looked further ahead, this is rolled back to the end of the token.
typedef struct {
    uint32_t marker_stack; // two bits each
    uint8_t marker_depth;
    uint8_t marker;    // enum Marker
    bool word_start;   // the next character starts a word, for the marker automaton
    uint8_t quote;     // open quote character, for flags and pairs
    bool quote_escape; // whether the next character is escaped, for flags and pairs
} Track;

typedef struct {
    // Valid everywhere.
    bool backtick;       // `# escape=`` is in force
    bool directives_off; // no more directives
    bool started;        // some character has been read
    uint8_t phase;
    uint8_t body;
    // Valid inside an instruction.
    uint8_t keyword; // TokenType of the keyword
    uint8_t mode;
    uint8_t onbuild;      // how many ONBUILD precede the keyword
    bool separated;       // at the start of a word
    bool flags_done;      // no flag can follow
    bool fresh;           // no argument text has been read yet
    bool heredocs;        // markers count here
    bool previous_escape; // the previous character is the escape character, so the next one starts no continuation
    bool decided;         // ENV, LABEL: old form or not is known. FROM: the stage name follows. RUN, COPY, ADD: a delimiter follows
    bool composite;       // in a word of several tokens
    uint8_t verdict, continuation, flag, part, word, json, expansion;
    uint8_t depth;
    uint32_t contexts; // three bits each
    Track track;
    // Not serialised, only used while one token is made.
    Track marked; // value of `track` at the end of the token
    bool at_mark; // nothing has been read beyond the end of the token
    // Valid everywhere again.
    uint8_t heredoc_count;
    uint32_t heredoc[MAX_HEREDOCS]; // hash | CHOMP | EXPAND
} Scanner;

// A heredoc's name is stored as a hash in the upper 30 bits.
#define CHOMP 1u
#define EXPAND 2u
#define HASH_MASK (~3u)
#define HASH_START 2166136261u

static inline uint32_t hash_add(uint32_t hash, int32_t c) { return (hash ^ (uint32_t)c) * 16777619u; }

// Resets the state of the instruction, so that the state at the start of a line is always the same.
static inline void reset_instruction(Scanner *s) {
    memset(&s->keyword, 0, offsetof(Scanner, heredoc_count) - offsetof(Scanner, keyword));
}

static uint8_t context(const Scanner *s) { return s->depth ? (s->contexts >> (3 * (s->depth - 1))) & 7 : 0; }

static void push(Scanner *s, uint8_t context) {
    s->contexts |= (uint32_t)context << (3 * s->depth);
    s->depth++;
}

static void pop(Scanner *s) {
    s->depth--;
    s->contexts &= ~(7u << (3 * s->depth));
}

#define FIXED_BYTES 17

static unsigned save(const Scanner *s, char *buffer) {
    uint8_t *p = (uint8_t *)buffer;
    *p++ = (uint8_t)(s->backtick | s->directives_off << 1 | s->started << 2 | s->phase << 3 | s->body << 5);
    if (s->phase == AT_LINE) return s->started ? 1 : 0;
    *p++ = s->keyword;
    *p++ = (uint8_t)(s->mode | s->onbuild << 3 | s->separated << 5 | s->flags_done << 6 | s->fresh << 7);
    *p++ = (uint8_t)(s->heredocs << 1 | s->previous_escape << 2 | s->decided << 3 | s->verdict << 4 |
                     s->continuation << 6);
    *p++ = (uint8_t)(s->flag | s->part << 3 | s->json << 6);
    *p++ = (uint8_t)(s->word | s->expansion << 2 | s->depth << 4);
    memcpy(p, &s->contexts, 4);
    p += 4;
    const Track *t = &s->track;
    *p++ = (uint8_t)(t->marker | t->marker_depth << 4);
    *p++ = (uint8_t)(t->word_start | t->quote_escape << 1 | s->composite << 2);
    *p++ = t->quote;
    memcpy(p, &t->marker_stack, 4);
    p += 4;
    memcpy(p, s->heredoc, s->heredoc_count * sizeof *s->heredoc);
    p += s->heredoc_count * sizeof *s->heredoc;
    return (unsigned)((char *)p - buffer);
}

static void load(Scanner *s, const char *buffer, unsigned length) {
    reset_instruction(s);
    s->heredoc_count = 0;
    uint8_t first = length ? (uint8_t)*buffer : 0;
    s->backtick = first & 1;
    s->directives_off = first >> 1 & 1;
    s->started = first >> 2 & 1;
    s->phase = first >> 3 & 3;
    s->body = first >> 5 & 3;
    if (length < FIXED_BYTES) return;
    const uint8_t *p = (const uint8_t *)buffer + 1;
    s->keyword = *p++;
    s->mode = *p & 7;
    s->onbuild = *p >> 3 & 3;
    s->separated = *p >> 5 & 1;
    s->flags_done = *p >> 6 & 1;
    s->fresh = *p++ >> 7 & 1;
    s->heredocs = *p >> 1 & 1;
    s->previous_escape = *p >> 2 & 1;
    s->decided = *p >> 3 & 1;
    s->verdict = *p >> 4 & 3;
    s->continuation = *p++ >> 6 & 3;
    s->flag = *p & 7;
    s->part = *p >> 3 & 7;
    s->json = *p++ >> 6 & 3;
    s->word = *p & 3;
    s->expansion = *p >> 2 & 3;
    s->depth = *p++ >> 4 & 15;
    memcpy(&s->contexts, p, 4);
    p += 4;
    Track *t = &s->track;
    t->marker = *p & 15;
    t->marker_depth = *p++ >> 4 & 15;
    t->word_start = *p & 1;
    t->quote_escape = *p >> 1 & 1;
    s->composite = *p++ >> 2 & 1;
    t->quote = *p++;
    memcpy(&t->marker_stack, p, 4);
    p += 4;
    unsigned count = (length - FIXED_BYTES) / (unsigned)sizeof *s->heredoc;
    s->heredoc_count = (uint8_t)(count < MAX_HEREDOCS ? count : MAX_HEREDOCS);
    memcpy(s->heredoc, p, s->heredoc_count * sizeof *s->heredoc);
    s->marked = s->track;
}

#endif
