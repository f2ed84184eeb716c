//! Tests of the problems that facts and the model find, as users see them.

mod model;
mod open_heredoc;
mod pages;
mod source_date_epoch;
