//! Folding ranges of an ignore file: blocks of comment lines.

use std::ops::Range;

use super::IgnoreDocument;
use crate::{FoldKind, FoldingRange};

/// All folding ranges, in the order of the text.
pub fn ignore_file_folds(document: &IgnoreDocument) -> Vec<FoldingRange> {
    let mut folds = Vec::new();
    // From the end of the block's first line to the end of its last, if it has several lines.
    let mut block: Option<Range<usize>> = None;
    let mut close = |block: Option<Range<usize>>| {
        let range = block.filter(|range| range.start < range.end);
        folds.extend(range.map(|range| FoldingRange { range, kind: FoldKind::Comment }));
    };
    let mut start = 0;
    for line in document.source.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\r', '\n']).len();
        start += line.len();
        if !line.trim_start_matches('\u{feff}').starts_with('#') {
            close(block.take());
        } else if let Some(block) = &mut block {
            block.end = end;
        } else {
            block = Some(end..end);
        }
    }
    close(block);
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_comments_fold() {
        let folds = |text: &str| {
            let document = IgnoreDocument::new(text.to_owned());
            let folds = ignore_file_folds(&document).into_iter();
            folds.map(|fold| document.source[fold.range].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(folds("# a\n# b\n# c\nx\n# d\n\n#\n#"), ["\n# b\n# c", "\n#"]);
        assert_eq!(folds("\u{feff}#\r\n#\r\n"), ["\r\n#"]);
        assert_eq!(folds(" # a\n # b\n"), [""; 0]);
    }
}
