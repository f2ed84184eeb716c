// Fuzzes the scanner and the grammar: no text may give an ERROR or MISSING node, and the tree after
// an edit must equal one parsed from scratch.
//
// The input is a text and, after its last byte 0xFF, an edit: two bytes for its position, one for
// the number of bytes to remove, and the text to insert. Without such a byte, the text is only
// parsed. run.sh builds and runs it.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree_sitter/api.h"

const TSLanguage *tree_sitter_dockerfile(void);

static TSParser *parser;

static void print_text(const char *title, const uint8_t *text, size_t size) {
    fprintf(stderr, "--- %s\n", title);
    fwrite(text, 1, size, stderr);
    fprintf(stderr, "\n---\n");
}

static void print_tree(TSTree *tree) {
    char *string = ts_node_string(ts_tree_root_node(tree));
    fprintf(stderr, "%s\n", string);
    free(string);
}

static TSTree *parse(const TSTree *old, const uint8_t *text, size_t size) {
    TSTree *tree = ts_parser_parse_string(parser, old, (const char *)text, (uint32_t)size);
    if (tree == NULL) abort();
    if (ts_node_has_error(ts_tree_root_node(tree))) {
        print_text(old ? "error after an edit" : "error", text, size);
        print_tree(tree);
        abort();
    }
    return tree;
}

static bool same_node(TSNode a, TSNode b) {
    TSPoint start = ts_node_start_point(a), end = ts_node_end_point(a);
    TSPoint other_start = ts_node_start_point(b), other_end = ts_node_end_point(b);
    return ts_node_symbol(a) == ts_node_symbol(b) && ts_node_start_byte(a) == ts_node_start_byte(b) &&
           ts_node_end_byte(a) == ts_node_end_byte(b) && ts_node_child_count(a) == ts_node_child_count(b) &&
           start.row == other_start.row && start.column == other_start.column && end.row == other_end.row &&
           end.column == other_end.column;
}

static bool same_tree(TSTree *a, TSTree *b) {
    TSTreeCursor left = ts_tree_cursor_new(ts_tree_root_node(a));
    TSTreeCursor right = ts_tree_cursor_new(ts_tree_root_node(b));
    bool same = true;
    for (bool more = true; more && same;) {
        same = same_node(ts_tree_cursor_current_node(&left), ts_tree_cursor_current_node(&right)) &&
               ts_tree_cursor_current_field_id(&left) == ts_tree_cursor_current_field_id(&right);
        bool down = ts_tree_cursor_goto_first_child(&left);
        if (down != ts_tree_cursor_goto_first_child(&right)) same = false;
        if (down) continue;
        for (;;) {
            bool next = ts_tree_cursor_goto_next_sibling(&left);
            if (next != ts_tree_cursor_goto_next_sibling(&right)) same = false;
            if (next) break;
            bool up = ts_tree_cursor_goto_parent(&left);
            if (up != ts_tree_cursor_goto_parent(&right)) same = false;
            if (up) continue;
            more = false;
            break;
        }
    }
    ts_tree_cursor_delete(&left);
    ts_tree_cursor_delete(&right);
    return same;
}

static TSPoint point(const uint8_t *text, uint32_t at) {
    TSPoint point = {0, 0};
    for (uint32_t i = 0; i < at; i++) {
        point.column++;
        if (text[i] == '\n') point = (TSPoint){point.row + 1, 0};
    }
    return point;
}

static bool inside_character(const uint8_t *text, size_t size, size_t at) {
    return at < size && (text[at] & 0xC0) == 0x80;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (parser == NULL) {
        parser = ts_parser_new();
        if (!ts_parser_set_language(parser, tree_sitter_dockerfile())) abort();
    }
    size_t length = size;
    while (length > 0 && data[length - 1] != 0xFF) length--;
    const uint8_t *edit = data + length;
    size_t edit_size = size - length;
    if (length == 0) {
        edit_size = 0;
        length = size + 1;
    }
    length--;

    TSTree *old = parse(NULL, data, length);
    if (edit_size >= 3) {
        size_t start = length ? (edit[0] | (size_t)edit[1] << 8) % (length + 1) : 0;
        size_t removed = edit[2] < length - start ? edit[2] : length - start;
        // Editors change whole characters.
        while (inside_character(data, length, start)) start++, removed -= removed > 0;
        while (inside_character(data, length, start + removed)) removed++;
        const uint8_t *insert = edit + 3;
        size_t inserted = edit_size - 3, new_length = length - removed + inserted;
        uint8_t *text = malloc(new_length + 1);
        memcpy(text, data, start);
        memcpy(text + start, insert, inserted);
        memcpy(text + start + inserted, data + start + removed, length - start - removed);

        TSInputEdit input_edit = {
            (uint32_t)start,
            (uint32_t)(start + removed),
            (uint32_t)(start + inserted),
            point(data, (uint32_t)start),
            point(data, (uint32_t)(start + removed)),
            point(text, (uint32_t)(start + inserted)),
        };
        ts_tree_edit(old, &input_edit);
        TSTree *incremental = parse(old, text, new_length);
        TSTree *fresh = parse(NULL, text, new_length);
        if (!same_tree(incremental, fresh)) {
            print_text("before", data, length);
            print_text("after", text, new_length);
            print_tree(incremental);
            print_tree(fresh);
            abort();
        }
        ts_tree_delete(incremental);
        ts_tree_delete(fresh);
        free(text);
    }
    ts_tree_delete(old);
    return 0;
}
