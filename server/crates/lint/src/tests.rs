//! Tests of what facts and the model find, as people are told of it.

mod model;
mod open_heredoc;
mod pages;
mod source_date_epoch;
