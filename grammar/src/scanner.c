// The lexer of the Dockerfile grammar.
//
// Dockerfile tokens depend on more than the parser's state: on the escape directive, on the
// instruction, on continuations, which may occur between any two characters, and on heredocs that
// earlier lines opened. So this state machine makes all tokens, and grammar.js only arranges them.
// The two must agree; the fuzzer and the corpus tests check that no text gives an ERROR node.
//
// Invariants:
// - Work is proportional to the characters of a token. The scanner looks further ahead only where
//   BuildKit's rules need the whole logical line: for an argument that starts with `[`, and for the
//   first `<<` at the start of a word.
// - The state at the start of a line is one byte, so that whole stages are reused after an edit.
//   The last token of an instruction resets the rest of the state; if it cannot detect the end of
//   the line, END_OF_LINE does.
// - Heredoc names are stored as 30-bit hashes: any name fits, and 220 of them fit tree-sitter's
//   buffer. A body line that has the name's hash without being the name (one in 10^9) ends the body
//   early.
//
// Validation is left out on purpose: the crates above check for unknown flags, invalid ports and
// the like.

#include "scanner/heredoc.h"
#include "scanner/lines.h"
#include "tree_sitter/alloc.h"

void *tree_sitter_dockerfile_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_dockerfile_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_dockerfile_external_scanner_serialize(void *payload, char *buffer) { return save(payload, buffer); }

void tree_sitter_dockerfile_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    load(payload, buffer, length);
}

bool tree_sitter_dockerfile_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
    Scanner *s = payload;
    (void)valid_symbols; // the scanner knows its position
    switch (s->phase) {
        case AT_LINE: return start_of_line(s, lexer);
        case IN_DIRECTIVE: return directive_token(s, lexer);
        case IN_LINE: return line_token(s, lexer);
        default: return heredoc_token(s, lexer);
    }
}
