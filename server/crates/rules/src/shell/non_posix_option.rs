//! Option that the shell of the image does not have.
//!
//! # What it does
//! Reports options of builtins that the shell that runs the instruction does not have, such as `echo -e`,
//! `set -o pipefail` and `read -a`.
//!
//! # Why it matters
//! dash, the `/bin/sh` of Debian and Ubuntu, prints `-e` as text, and older versions of it stop at `set -o pipefail`.
//! Choose bash with a SHELL instruction, or use the POSIX form.
//!
//! # Example
//! ```dockerfile
//! FROM debian:12
//! RUN set -o pipefail; make | tee /log
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:12
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN make | tee /log
//! ```
//!
//! # Limits
//! Nothing is reported if the shell is not known.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC3037>
//! - <https://www.shellcheck.net/wiki/SC3040>
//! - <https://www.shellcheck.net/wiki/SC3045>

use dockwright_texts::rules::non_posix_option as texts;

shell_rule! {
    codes: [3037, 3040, 3045],
    severity: Warning,
    presets: [Default],
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:12",
    found: [("set -o pipefail; a", "pipefail"), ("echo -e a", "-e")],
    quiet: ["set -e; a", "echo -n a"],
}
